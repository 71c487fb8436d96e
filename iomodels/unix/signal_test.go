//go:build linux && (amd64 || arm64)

package unix

import (
	"os/exec"
	"strings"
	"syscall"
	"testing"
)

// What brings signals, and what they say, can be read.
func TestSignals(t *testing.T) {
	got := recorded(t, noDir, func(l *Lane) {
		realtime, plain := new(Sigset_t), new(Sigset_t)
		realtime.Val[0], plain.Val[0] = 1<<(40-1), 1<<(SIGIO-1)
		l.PthreadSigmask(SIG_BLOCK, realtime, nil)
		l.PthreadSigmask(SIG_BLOCK, plain, nil)
		pair, _ := l.Socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0)
		l.FcntlOwner(uintptr(pair[0]), F_SETOWN_EX, &OwnerEx{F_OWNER_TID, int32(l.TID())})
		l.FcntlOwner(uintptr(pair[0]), F_GETOWN_EX, new(OwnerEx))
		l.FcntlInt(uintptr(pair[0]), F_SETFL, O_RDWR|O_ASYNC)
		l.Write(pair[1], []byte("x"))
		l.RtSigtimedwait(plain, new(Siginfo), &Timespec{Sec: 5})
		l.FcntlInt(uintptr(pair[0]), F_SETSIG, 40)
		l.Write(pair[1], []byte("x"))
		l.RtSigtimedwait(realtime, new(Siginfo), &Timespec{Sec: 5})
		l.Write(pair[1], []byte("x"))
		signals, _ := l.Signalfd(-1, realtime, SFD_CLOEXEC)
		l.Read(signals, make([]byte, 128))
		l.Tgkill(syscall.Getpid(), l.TID(), 40)
		l.Read(signals, make([]byte, 256))
		l.RtSigtimedwait(realtime, new(Siginfo), new(Timespec))
		for _, fd := range []int{pair[0], pair[1], signals} {
			l.Close(fd)
		}
	})
	const end = "# <unix pair of #>"
	checkLines(t, got, []string{
		`rt_sigprocmask(SIG_BLOCK, {SIGRT8}, NULL, 8) = 0`,
		`rt_sigprocmask(SIG_BLOCK, {SIGIO}, NULL, 8) = 0`,
		`socketpair(AF_UNIX, SOCK_STREAM|SOCK_CLOEXEC, 0, [#, #]) = 0`,
		`fcntl(` + end + `, F_SETOWN_EX, {F_OWNER_TID #}) = 0`,
		`fcntl(` + end + `, F_GETOWN_EX, {F_OWNER_TID #}) = 0`,
		`fcntl(` + end + `, F_SETFL, O_RDWR|O_ASYNC) = 0`,
		`write(` + end + `, "x", 1) = 1`,
		`rt_sigtimedwait({SIGIO}, {SIGIO SI_KERNEL}, {5s}, 8) = 29`,
		`fcntl(` + end + `, F_SETSIG, SIGRT8) = 0`,
		`write(` + end + `, "x", 1) = 1`,
		`rt_sigtimedwait({SIGRT8}, {SIGRT8 POLL_IN band POLLIN|POLLRDNORM fd ` + end + `}, {5s}, 8) = 40`,
		`write(` + end + `, "x", 1) = 1`,
		`signalfd4(-1, {SIGRT8}, 8, EFD_CLOEXEC) = #`,
		`read(# <signalfd>, [{SIGRT8 POLL_IN band POLLIN|POLLRDNORM fd ` + end + `}], 128) = 128`,
		`tgkill(#, #, SIGRT8) = 0`,
		`read(# <signalfd>, [{SIGRT8 SI_TKILL}], 256) = 128`,
		`rt_sigtimedwait({SIGRT8}, A, {0s}, 8) = -1 EAGAIN`,
		`close(` + end + `) = 0`,
		`close(` + end + `) = 0`,
		`close(# <signalfd>) = 0`,
	})
}

// A child's end and a limit can be read.
func TestProcesses(t *testing.T) {
	child := exec.Command("sleep", "60")
	if err := child.Start(); err != nil {
		t.Skip(err)
	}
	got := recorded(t, noDir, func(l *Lane) {
		l.Wait4(child.Process.Pid, nil, WNOHANG, nil)
		l.Kill(child.Process.Pid, SIGKILL)
		var status WaitStatus
		if _, err := l.Wait4(child.Process.Pid, &status, 0, nil); err != nil || status.Signal() != SIGKILL {
			t.Errorf("%v, status %#x", err, status)
		}
		var limit Rlimit
		l.Prlimit64(0, RLIMIT_SIGPENDING, nil, &limit)
	})
	if err := child.Process.Release(); err != nil { // it was waited for
		t.Error(err)
	}
	got[3] = strings.ReplaceAll(got[3], "RLIM_INFINITY", "0")
	checkLines(t, got, []string{
		`wait4(#, [], 0x1, NULL) = 0`,
		`kill(#, SIGKILL) = 0`,
		`wait4(#, [killed by SIGKILL], 0, NULL) = #`,
		`prlimit64(0, RLIMIT_SIGPENDING, NULL, {soft #, hard #}) = 0`,
	})
}
