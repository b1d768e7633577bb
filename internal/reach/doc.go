// Package reach is the arithmetic of what may be said about an audience: how
// many people at least and at most, how often, at what cost, with what effect,
// and which of two figures is larger. It knows counts, rates and intervals; it
// has no clock, no database and no wire, and the same input always gives the
// same output, to the bit.
//
// An undefined number is nil, never 0 and never NaN: inside the package NaN
// stands for undefined and spreads by itself, and no NaN or infinity leaves
// it. A count that is negative or not finite is taken as not reported. What an
// estimate rests on is its Label; what is wrong with it are its Warnings; what
// cannot be computed at all is an InputError.
//
// Begin with Combine, which is the rule that reaches do not add, and with
// Increments, which turns the snapshots of a counter into growth.
package reach
