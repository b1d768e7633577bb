// Package platforms says what leaves the program and the one interface it
// leaves by. A platform is a package below this one with a Profile, which is
// data, and a connector made by New for one account: it sends one post,
// says what became of it and reads how it is doing. A connector makes one
// attempt and classifies the outcome; it keeps nothing, retries nothing and
// decides nothing, for limits, repeats and states are the caller's.
//
// Limits and names that were not read in a platform's own documentation are
// marked "from memory" where they stand. Start with Connector, Failure and
// Profile; platformtest holds the suite that every connector passes.
package platforms
