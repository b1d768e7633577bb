package public

import (
	"net/http"
	"net/mail"

	"caravan/internal/store"
	"caravan/models"
)

// A campaign is what anybody may know about a campaign.
type campaign struct {
	Name       string
	Disclosure []paragraph
	Tight      []string // where the line of disclosure does not fit
	Speaks     string
	Pays       []string
	State      string
	Kept       string
	Contact    contact
	Messages   []item
}

// A contact is how to reach an organisation.
type contact struct{ Text, Address string }

// contactOf makes an address of what can be one.
func contactOf(text string) contact {
	if a, err := mail.ParseAddress(text); err == nil && a.Address == text {
		return contact{text, "mailto:" + text}
	}
	if address := outside(text); address != nil {
		return contact{text, address.String()}
	}
	return contact{Text: text}
}

// perCampaign is how many messages of a campaign its page names.
const perCampaign = 10

// campaign shows who speaks in a campaign, who pays, what part the state has
// and how to complain.
func (s *site) campaign(w http.ResponseWriter, r *http.Request) error {
	site, err := s.organization(r)
	if err != nil {
		return err
	}
	c, err := s.records.DisclosedCampaign(r.Context(), site.ID, r.PathValue("campaign"))
	if err != nil {
		return err
	}
	words := wordsFor(chooseWords(r))
	found, err := s.latest(r, c, words.Tag)
	if err != nil {
		return err
	}
	tight, err := s.records.TightChannels(r.Context(), c.ID)
	if err != nil {
		return err
	}
	w.Header().Add("Vary", "Accept-Language")
	return s.show(w, r, "campaign", campaignView(site, c, words, found, tight))
}

// latest returns the newest messages of a campaign in a language or, if there
// is none, in any.
func (s *site) latest(r *http.Request, c *models.Campaign, tag string) ([]models.Page, error) {
	filter := store.SiteFilter{Site: c.OrganizationID, Campaign: c.ID, Language: tag, Limit: perCampaign}
	found, err := s.records.LivePages(r.Context(), filter)
	if err != nil || len(found) > 0 {
		return found, err
	}
	filter.Language = ""
	return s.records.LivePages(r.Context(), filter)
}

func campaignView(site *models.Organization, c *models.Campaign, words *words, found []models.Page, tight []models.Channel) view {
	content := campaign{
		Name: c.PublicName, Disclosure: paragraphs(c.Disclosure), Speaks: site.PublicName, Pays: c.Funders,
		State: words.state(c.StateInvolvement), Kept: site.DataLocation, Contact: contactOf(site.Contact),
	}
	for i := range tight {
		content.Tight = append(content.Tight, tight[i].Name)
	}
	if content.Name == "" {
		content.Name = words.Campaign
	}
	for i := range found {
		content.Messages = append(content.Messages, newItem(site, &found[i]))
	}
	address := campaignAddress(site, c)
	v := view{
		Words: words, Site: site, Home: listAddress(site, words.Tag), Title: content.Name, Description: words.AboutCampaign, Address: address, Kind: "website",
		Locale: locale(words.Tag), Anywhere: address, Demonstrative: c.Demonstration, Content: content,
	}
	for tag := range catalogue() {
		a := native(tag)
		a.Address, a.Current = address+"?"+chosen+"="+tag, tag == words.Tag
		v.Others = append(v.Others, a)
	}
	inMenuOrder(v.Others)
	return v
}
