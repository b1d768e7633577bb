package models

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"strings"
)

// A Designation is what a messenger is called in one campaign by everybody but
// those who look after them: two words that say nothing.
type Designation struct {
	CampaignID     ID[Campaign]  `gorm:"primaryKey"`
	MessengerID    ID[Messenger] `gorm:"primaryKey"`
	OrganizationID ID[Organization]
	Words          string // unlike those of anybody else in the campaign
}

// Designate calls a messenger by two words in a campaign. Without the key
// nothing shows that they have other words in another. Taken are the words of
// the others in this campaign.
func Designate(key []byte, c *Campaign, messenger ID[Messenger], taken []string) (*Designation, error) {
	first, second := strings.Fields(qualities), strings.Fields(things)
	all := len(first) * len(second)
	sum := linked(key, "designation", messenger.String(), c.ID)
	// All is a power of two, so that an odd step comes by every pair.
	at, step := int(binary.BigEndian.Uint32(sum)>>1)%all, int(binary.BigEndian.Uint32(sum[4:])>>1)|1
	for range all {
		words := first[at/len(second)] + " " + second[at%len(second)]
		if !slices.Contains(taken, words) {
			return &Designation{c.ID, messenger, c.OrganizationID, words}, nil
		}
		at = (at + step) % all
	}
	return nil, ErrTaken
}

// ConsentMark stands for a consent in what is approved in a campaign. Whoever
// has the key can tell which one it is.
func ConsentMark(key []byte, campaign ID[Campaign], consent ID[Consent]) string {
	return hex.EncodeToString(linked(key, "consent", consent.String(), campaign))
}

func linked(key []byte, what, id string, campaign ID[Campaign]) []byte {
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte("caravan/" + what + "/1\n" + id + "\n" + campaign.String()))
	return mac.Sum(nil)
}

// The words are short, easy to say, and of no people, place or faith. There
// are 128 of each.
const (
	qualities = `
	able agile airy amber ample apt balmy bold bright brisk calm candid careful cheery chief civil clear clever close cool cosy crisp curly
	dapper daring deep deft dewy dusky eager early easy even fair fast fine firm fleet fluffy fond free fresh full gentle giddy glad glossy
	golden grand green handy happy hardy hazy hearty hidden honest humble ideal jolly joyful keen kind large lasting late level light little
	lively long loyal lucid lucky lunar major mellow merry mild minty misty modest musing neat nimble noble novel oaken open pale patient placid
	plain plucky polite prime proud quick quiet rapid rare ready regal robust rosy round rustic sandy serene sharp shiny silent silky silver
	simple sleek smart smooth snowy sober soft solar solid sound spry stable steady still`
	things = `
	acorn almond anchor apple apron arrow aspen badge bakery bamboo barrel basket beacon beaver bench berry bottle bridge brook broom bucket
	button cabin candle canoe canyon carpet cedar cellar chalk cherry circle clover cloud comet copper corner cotton cradle crane creek crown
	cup curtain daisy delta desk dock door drum dune echo elm engine falcon feather fern ferry fiddle field finch fjord flint forest fountain
	garden garnet gate ginger glacier glove grove gull hammer harbour hazel hedge heron hill hinge island ivory jacket jar kettle kite ladder
	lagoon lake lamp lantern lemon lily linen lock maple marble meadow melon mill mirror mitten nutmeg oak ocean olive onion orchard otter
	paddle paper parcel pearl pebble pencil pepper pillow pine pocket pond poplar quarry quilt rabbit raisin ribbon ridge saddle`
)
