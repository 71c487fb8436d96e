//go:build linux && (amd64 || arm64)

package iomodels

import (
	"bytes"
	"fmt"
	"os"

	"nbrun/iomodels/unix"
)

// chunk is how much the client makes room for before each receiving call. It does not
// know how long the response is before it has read the header.
const chunk = 64 << 10

// ask is the client: it connects, asks, and receives until the end of the stream.
func (v *webVisit) ask(lane *unix.Lane) error {
	if err := v.wait(v.mayConnect); err != nil {
		return err
	}
	if err := connected(lane.Connect(v.client, v.address)); err != nil {
		return err
	}
	close(v.connected)

	if err := v.wait(v.mayAsk); err != nil {
		return err
	}
	if _, err := lane.SendmsgN(v.client, v.request, nil, nil, 0); err != nil {
		return os.NewSyscallError("sendmsg", err)
	}

	if err := v.wait(v.mayReceive); err != nil {
		return err
	}
	response, err := v.receiveResponse(lane)
	if err != nil {
		return err
	}
	if err := v.verify(response); err != nil {
		return err
	}
	// The client has no more to say either. With that its kernel acknowledges what it
	// has received, which it may otherwise put off by 40 ms.
	if err := lane.Shutdown(v.client, unix.SHUT_WR); err != nil {
		return os.NewSyscallError("shutdown", err)
	}
	close(v.served)
	return nil
}

// receiveResponse receives until the server has ended the stream.
func (v *webVisit) receiveResponse(lane *unix.Lane) (response []byte, err error) {
	for {
		response = append(response, make([]byte, chunk)...)
		room := response[len(response)-chunk:]
		n, err := v.receive(lane, v.client, room)
		if err != nil {
			return nil, err
		}
		response = response[:len(response)-chunk+n]
		if n == 0 {
			return response, nil
		}
	}
}

// verify checks that the response is the file, all of it and nothing else.
func (v *webVisit) verify(response []byte) error {
	header, body, _ := bytes.Cut(response, []byte("\r\n\r\n"))
	if !bytes.HasPrefix(header, []byte("HTTP/1.0 200 ")) || !bytes.HasSuffix(header, fmt.Appendf(nil, "\r\nContent-Length: %d", v.file.size)) {
		return fmt.Errorf("the response begins with %q", header)
	}
	return v.file.verify(body)
}
