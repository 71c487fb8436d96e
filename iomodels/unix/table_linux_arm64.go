package unix

const fstatatNumber = SYS_FSTATAT

// describedHere are the calls that only this architecture has: none.
var describedHere []description
