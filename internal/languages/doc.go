// Package languages knows how the languages of a campaign are written and
// which text is acceptable. It holds the registry of tags with their script,
// direction, letters and fallbacks; refuses characters that deceive or cannot
// be seen; points out what an editor should look at; and measures text in the
// units platforms count in.
//
// It translates nothing and never guesses the language of a text. Start with
// Lookup for tags, Check and Lint for text, Count for lengths.
package languages
