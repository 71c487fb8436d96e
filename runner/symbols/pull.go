package symbols

import "iter"

// Pull is iter.Pull for a sequence whose values lowered code keeps itself.
func Pull(seq func(yield func() bool)) (next func() bool, stop func()) {
	pull, stop := iter.Pull(func(yield func(struct{}) bool) {
		seq(func() bool { return yield(struct{}{}) })
	})
	return func() bool {
		_, ok := pull()
		return ok
	}, stop
}
