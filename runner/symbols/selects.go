package symbols

import "reflect"

// Comm is a case of a select statement.
type Comm struct {
	is reflect.SelectCase
	to reflect.Value // where what is received goes, invalid when nobody wants it
	ok *bool         // where it is noted that something was received, or nil
}

// Receive is the case of receiving from a channel; what is received goes to *to.
// Both to and ok may be nil.
func Receive(channel, to any, ok *bool) Comm {
	c := Comm{is: reflect.SelectCase{Dir: reflect.SelectRecv, Chan: reflect.ValueOf(channel)}, ok: ok}
	if to != nil {
		c.to = reflect.ValueOf(to).Elem()
	}
	return c
}

// Send is the case of sending *v on a channel.
func Send(channel, v any) Comm {
	return Comm{is: reflect.SelectCase{Dir: reflect.SelectSend, Chan: reflect.ValueOf(channel), Send: reflect.ValueOf(v).Elem()}}
}

// Select does one of the communications and returns its index. When none can be
// done it waits, or returns -1.
func Select(wait bool, comms ...Comm) int {
	cases := make([]reflect.SelectCase, len(comms), len(comms)+1)
	for i, c := range comms {
		cases[i] = c.is
	}
	if !wait {
		cases = append(cases, reflect.SelectCase{Dir: reflect.SelectDefault})
	}
	i, v, received := reflect.Select(cases)
	if i == len(comms) {
		return -1
	}
	if c := comms[i]; c.is.Dir == reflect.SelectRecv {
		if c.to.IsValid() {
			c.to.Set(v)
		}
		if c.ok != nil {
			*c.ok = received
		}
	}
	return i
}
