package runner

import (
	"errors"
	"time"
)

// errFlushed is what handle returns for the worker's answer to a flush.
var errFlushed = errors.New("flushed")

// flushTime is how long a worker has to report what it recorded of a cell that
// did not end, before it is killed.
const flushTime = 500 * time.Millisecond

// flush asks the worker for what it has recorded of the running cell. A worker
// that cannot answer loses it: there is nothing more to be done for a cell whose
// time is up.
func (s *session) flush() error {
	if err := s.send(order{Flush: true}); err != nil {
		return err
	}
	for deadline := time.Now().Add(flushTime); ; {
		what, err := s.wait(deadline)
		if err != nil || what != message {
			return err
		}
		if _, err := s.handle(); errors.Is(err, errFlushed) {
			return nil
		} else if err != nil {
			return err
		}
	}
}
