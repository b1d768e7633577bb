package cli

import (
	"cmp"
	"errors"
	"path/filepath"

	"caravan/internal/media"
	"caravan/models"
)

// pictures says where pictures are kept, and how many.
type pictures struct {
	Media string `env:"CARAVAN_MEDIA" type:"path" help:"Directory of pictures and recordings, the same for every process and for no other installation; empty for media in the data directory."`

	User         int64 `name:"media-user" env:"CARAVAN_MEDIA_USER" default:"1024" help:"How many MiB of pictures and recordings one person may keep."`
	Organization int64 `name:"media-organization" env:"CARAVAN_MEDIA_ORGANIZATION" default:"5120" help:"How many MiB of pictures and recordings an organisation may keep."`
	Total        int64 `name:"media-total" env:"CARAVAN_MEDIA_TOTAL" default:"20480" help:"How many MiB of pictures and recordings the installation keeps."`
	Reserve      int64 `name:"media-reserve" env:"CARAVAN_MEDIA_RESERVE" default:"512" help:"How many MiB of the disk pictures and recordings leave free."`
}

// Validate refuses numbers that cannot be meant.
func (p pictures) Validate() error {
	if p.User < 0 || p.Organization < 0 || p.Total < 0 || p.Reserve < 0 {
		return errors.New("pictures and recordings have no less than no room")
	}
	return nil
}

const mebibyte = 1 << 20

// shelf is where pictures are kept, beside the embedded database unless it is
// said otherwise.
func (p pictures) shelf(d database) media.Shelf {
	return media.Shelf{Dir: cmp.Or(p.Media, filepath.Join(d.Data, "media")), Reserve: p.Reserve * mebibyte}
}

func (p pictures) quota() models.Quota {
	return models.Quota{User: p.User * mebibyte, Organization: p.Organization * mebibyte, Total: p.Total * mebibyte}
}
