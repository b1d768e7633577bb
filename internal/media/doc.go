// Package media makes pictures that come from outside fit to be kept and
// published: it tells what a file really is, refuses what is too large before
// it is decoded, and encodes every picture anew, so that nothing of the file
// is left but what can be seen. What it made is kept by its digest on a shelf.
package media
