//go:build linux && (amd64 || arm64)

package iomodels

import (
	"os"
	"os/signal"

	"nbrun/iomodels/trace"
	"nbrun/iomodels/unix"
)

// SignalDriven is the fourth model: the thread asks the kernel for a signal, goes on
// with its own work, and when SIGIO tells that there are data it receives them by a
// call of its own.
//
// No receiving call comes before the signal. Two things are only registered: whom the
// signal is for (F_SETOWN in fcntl(2)), and that there is to be one (O_ASYNC, by
// F_SETFL). The thread sleeps in no call. What the signal tells is that a receiving
// call may now be made, not that one was: the data lie in the kernel, and it is kernel
// code within recvmsg(2) (of a pipe read(2)), on this very thread, that copies them.
// So by POSIX' word this is synchronous I/O, as the three models before it are.
//
// The record says what the signal says here, that something happened to some
// descriptor; [SignalDrivenRealtime] has the kernel say more. See fcntl(2), signal(7),
// sigaction(2) and socket(7); that open(2) takes no O_ASYNC is among its BUGS.
func SignalDriven(s Scenario) (trace.Trace, error) {
	// First the handler: what SIGIO does by default is to kill the process, see
	// SignalDefault. In Go that of the runtime runs, on a thread that the kernel
	// chooses, and forwards the signal to a channel.
	handled := make(chan os.Signal, 1)
	signal.Notify(handled, unix.SIGIO)
	defer signal.Stop(handled) // which is after the descriptors were closed
	return perform(s, play{model: "signal-driven", title: "SIGIO, then " + s.Transport.receiving(), receive: func(r *receiver) error {
		if err := signalProcess(r.lane, r.pair.receiver, os.Getpid()); err != nil {
			return err
		}
		data := newBuffer(r.Size)

		// The thread is free. It computes, and once a round looks into the
		// channel, which takes no system call. The gate opens when it has begun to.
		if err := workUntil(r.lane, r.stop, func() bool { return arrived(handled) }, r.submitted); err != nil {
			return err
		}
		at := unix.Now()
		r.lane.Event(trace.Event{
			Kind: trace.Signal, Name: "SIGIO", Enter: at, Exit: at, Sig: &trace.Sig{Signo: int(unix.SIGIO)},
			Note: "found in the channel of signal.Notify, to which the Go runtime's handler has forwarded it",
			Why:  []string{"siginfo: signal.Notify passes on the number of a signal and not what the kernel said with it"},
		})
		return r.takeReady(data)
	}})
}

// arrived takes a signal from the channel, and reports whether there was one.
func arrived(signals <-chan os.Signal) bool {
	select {
	case <-signals:
		return true
	default:
		return false
	}
}
