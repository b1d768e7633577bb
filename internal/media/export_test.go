package media

// Occupy has the studio work at something until it is let go.
func (s *Studio) Occupy() (release func()) {
	s.busy <- struct{}{}
	return func() { <-s.busy }
}
