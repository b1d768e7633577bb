package models

import "time"

// NonceLifetime is how long what was said from outside cannot be said again.
// After it, what was signed has long been too old.
const NonceLifetime = 24 * time.Hour

// A HookNonce is what somebody outside called a report, so that it counts once.
type HookNonce struct {
	ChannelID ID[Channel] `gorm:"primaryKey"`
	Nonce     string      `gorm:"primaryKey"`
	HeardAt   time.Time
}
