// Package models is what Caravan is about and what is allowed to happen to it:
// plain records with their rules, no I/O and no database library.
//
// A Campaign of an Organization addresses an Audience through Messages. A
// Message has Variants, one for each language; a frozen set of them is a
// Version with a digest. A Version is submitted to a country, whose approvers
// decide on exactly those bytes; a Notice tells one of them that the time to do
// so is running out. A Delivery is one Variant on one Channel at
// one time, spoken by a Messenger, whom those who approve and evaluate know only
// by a Designation in each campaign; its Attempts are written before anything leaves. What the world
// made of it comes back as Observations, which are never changed; a Survey asks
// people, and an Experiment is written down before it begins. A Comparison
// divides them by a Universe, standardises them to a StandardPopulation, and
// converts money at an ExchangeRate.
// Moderators count how people answer in Tallies; a BacklashRule stops the campaign
// that they turn against, and its BacklashAlarm keeps why.
//
// A User signs in and has a Session, which rests on a password, perhaps a
// Factor besides or a SecurityKey, which a Ceremony asks to sign, or on a
// ProviderAccount at an organisation's IdentityProvider.
//
// A rule is a method that changes the value or returns a *Refusal. It takes
// what it needs as arguments; whoever calls it does the looking up.
package models
