package distribution

import (
	"context"

	"caravan/internal/platforms"
	"caravan/models"
)

// LinkPath is where links lead whose clicks are counted; their codes follow.
const LinkPath = "/l/"

func (d *Desk) countedLink(code string) string { return d.Address + LinkPath + code }

// CountedLink is where the link of a delivery leads first; empty where its
// clicks are not counted.
func (d *Desk) CountedLink(delivery *models.Delivery) string {
	if delivery.LinkCode == "" {
		return ""
	}
	return d.countedLink(delivery.LinkCode)
}

// Follow returns where the link with a code leads, and counts that somebody
// followed it, if it was somebody. A code that belongs to nothing is ErrMissing;
// where the link leads is known even if it could not be counted.
func (d *Desk) Follow(ctx context.Context, code string, somebody bool) (string, error) {
	delivery, err := d.system().DeliveryByLink(ctx, code)
	if err != nil {
		return "", err
	}
	campaign, err := d.system().Campaign(ctx, delivery.CampaignID)
	if err != nil {
		return "", err
	}
	if somebody && delivery.CountsClicks() {
		err = d.system().Click(ctx, delivery.ID, d.Now())
	}
	return delivery.Campaigned(delivery.Rendering.Link, campaign.PublicName), err
}

// clicks is how often the link of a delivery was followed so far; nothing where
// that is not counted.
func (d *Desk) clicks(ctx context.Context, delivery *models.Delivery) ([]platforms.Count, error) {
	if delivery.LinkCode == "" {
		return nil, nil
	}
	n, err := d.system().Clicks(ctx, delivery.ID)
	return []platforms.Count{platforms.Counted(platforms.FollowedLinks, &n)}, err
}
