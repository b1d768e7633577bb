package api

import (
	"context"

	"caravan/internal/languages"
)

// languageResponse is one way of writing one language.
type languageResponse struct {
	Tag       string   `json:"tag"`
	Name      string   `json:"name" doc:"English"`
	Native    string   `json:"native"`
	Script    string   `json:"script" doc:"ISO 15924"`
	Direction string   `json:"direction" doc:"ltr or rtl"`
	Countries []string `json:"countries"`
	Dialects  []string `json:"dialects" doc:"Known ones; written -x- and the name."`
	Fallbacks []string `json:"fallbacks" doc:"Whose text may stand in, best first."`
}

type languagesResponse struct {
	Items []languageResponse `json:"items" doc:"In the order of menus."`
}

func (a *API) listLanguages(context.Context, nothing) (languagesResponse, error) {
	out := languagesResponse{Items: []languageResponse{}}
	for _, l := range languages.All() {
		out.Items = append(out.Items, languageResponse{
			l.Tag, l.Name, l.Native, l.Script, string(l.Direction), l.Countries, l.Dialects, append([]string{}, languages.Fallbacks(l.Tag)...),
		})
	}
	return out, nil
}
