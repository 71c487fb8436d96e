package figure

// schematic returns the five columns as they are told of, of no run. In the first four
// the second phase is the program's own, busy call, and drawn unlike the wait.
func (s *summary) schematic() []*summaryColumn {
	w := s.words
	moment := func(beside ...string) act { return act{beside: beside} }
	band := func(fill Ink, weight int, inside string, beside ...string) act {
		return act{fill: fill, inside: []string{inside}, beside: beside, took: 1 << weight}
	}
	copying := band(Copy, 14, w.copying, w.initiate, "recvfrom")
	columns := []*summaryColumn{
		{
			calls: "recvfrom",
			bands: [2][]act{
				{band(Wait, 30, w.asleep, w.initiate, "recvfrom")},
				{band(Copy, 14, w.copying), moment(w.complete)},
			},
		}, {
			calls: "recvfrom × n",
			bands: [2][]act{
				{band(Spin, 10, w.spinning, w.check+" ✗"), band(Spin, 10, w.spinning, w.check+" ✗"), band(Spin, 10, w.spinning, w.check+" ✗")},
				{band(Copy, 14, w.copying, w.check+" ✓"), moment(w.complete)},
			},
		}, {
			calls: "poll + recvfrom",
			bands: [2][]act{
				{band(Wait, 30, w.asleep, w.check, "poll")},
				{moment(w.ready), copying, moment(w.complete)},
			},
			told: ofReadiness,
		}, {
			calls: "SIGIO + recvfrom",
			bands: [2][]act{
				{moment(w.register, "SIGIO"), band(Work, 30, w.working)},
				{moment(w.notification, "SIGIO"), copying, moment(w.complete)},
			},
			told: ofReadiness,
		}, {
			calls: "io_uring / AIO",
			bands: [2][]act{
				{moment(w.initiate), band(Work, 30, w.working)},
				{band(Work, 20, w.working), moment(w.notification)},
			},
			told: ofCompletion,
		},
	}
	for i, c := range columns {
		c.number, c.name, c.trace, c.split, c.verdict = i+1, w.models[i], -1, true, known[i+1]
		for _, b := range c.bands {
			for j := range b {
				b[j].mark, b[j].prov = -1, Schematic
			}
		}
	}
	return columns
}
