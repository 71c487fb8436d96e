package unix

const fstatatNumber = SYS_NEWFSTATAT

// describedHere are the calls that only this architecture has: elder ones, of
// which x/sys/unix makes a few and Syscall may make any.
var describedHere = []description{
	{SYS_OPEN, args{path, openFlags, octal}, opened},
	{SYS_CREAT, args{path, octal}, opened},
	{SYS_PIPE, args{twoFDs}, newPipe},
	{SYS_DUP2, args{descriptor, descriptor}, duplicated},
	{SYS_EVENTFD, args{size}, newEventfd},
	{SYS_EPOLL_CREATE, args{integer}, newEpoll},
	{SYS_EPOLL_WAIT, args{descriptor, epollOut, integer, integer}, noNames},
	{SYS_POLL, args{pollIn, size, integer}, noNames},
	{SYS_SELECT, args{integer, selectIn, selectIn, selectIn, timevalIn}, noNames},
	{SYS_STAT, args{path, statOut}, noNames},
	{SYS_LSTAT, args{path, statOut}, noNames},
	{SYS_UNLINK, args{path}, noNames},
}
