package public

import (
	"net/http"
	"slices"

	"caravan/internal/store"
	"caravan/models"
)

// A message is one page of a site with what its readers are told about it.
type message struct {
	Page       *models.Page
	When       string
	Paragraphs []paragraph
	Pictures   []picture
	Link       *link
	Tags       []string
	Disclosure []paragraph
	Speaks     string
	Pays       []string
	State      string
	About      string
}

// message shows one message.
func (s *site) message(w http.ResponseWriter, r *http.Request) error {
	site, err := s.organization(r)
	if err != nil {
		return err
	}
	page, err := s.records.PageBySlug(r.Context(), site.ID, r.PathValue("slug"))
	if err != nil {
		return err
	}
	if !page.Live() {
		return errRemoved
	}
	v, err := s.messageView(r, site, page)
	if err != nil {
		return err
	}
	if err := s.show(w, r, "message", v); err != nil {
		return err
	}
	s.counter.View(r, page.Key)
	return nil
}

func (s *site) messageView(r *http.Request, site *models.Organization, page *models.Page) (view, error) {
	ctx := r.Context()
	delivery, err := s.records.Delivery(ctx, page.DeliveryID)
	if err != nil {
		return view{}, err
	}
	campaign, err := s.records.Campaign(ctx, delivery.CampaignID)
	if err != nil {
		return view{}, err
	}
	others, err := s.translations(r, site, page, delivery.MessageID)
	if err != nil {
		return view{}, err
	}
	words := wordsFor(page.Language)
	return view{
		Words: words, Site: site, Home: listAddress(site, page.Language), Title: headline(page), Description: summary(page), Address: messageAddress(site, page),
		Kind: "article", Locale: locale(page.Language), Published: page.PublishedAt, Others: others,
		Feed: feedAddress(site, page.Language), Demonstrative: delivery.Demonstration || campaign.Demonstration,
		Content: message{
			Page: page, When: words.day(page.Local()), Paragraphs: paragraphs(page.Body), Pictures: picturesOf(site, page),
			Link: linkOf(page.Link), Tags: tags(page.Hashtags), Disclosure: paragraphs(page.Disclosure),
			Speaks: site.PublicName, Pays: campaign.Funders, State: words.state(campaign.StateInvolvement), About: campaignAddress(site, campaign),
		},
	}, nil
}

// translations returns the newest page of the message in each language, this
// page itself in its own.
func (s *site) translations(r *http.Request, site *models.Organization, page *models.Page, message models.ID[models.Message]) ([]alternate, error) {
	const enough = 500 // every language of the registry, published many times
	found, err := s.records.LivePages(r.Context(), store.SiteFilter{Site: site.ID, Message: message, Limit: enough})
	if err != nil {
		return nil, err
	}
	self := native(page.Language)
	self.Address, self.Current = messageAddress(site, page), true
	all := []alternate{self}
	for i := range found {
		if slices.ContainsFunc(all, func(a alternate) bool { return a.Tag == found[i].Language }) {
			continue
		}
		other := native(found[i].Language)
		other.Address = messageAddress(site, &found[i])
		all = append(all, other)
	}
	inMenuOrder(all)
	return all, nil
}
