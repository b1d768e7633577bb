package api

import (
	"net/http"

	"caravan/models"
)

// endpoints is the table of contents of the program.
func (a *API) endpoints() []endpoint {
	return []endpoint{
		define(http.MethodPost, "/api/v1/session", "signIn", "Sign in", http.StatusOK, "", a.signIn),
		define(http.MethodPost, "/api/v1/session/link", "welcome", "Use a one-time link", http.StatusOK, "", a.welcome),
		define(http.MethodDelete, "/api/v1/session", "signOut", "Sign out", http.StatusNoContent, models.UseOwnAccount, a.signOut),
		define(http.MethodGet, "/api/v1/me", "me", "Who am I, and what may I do", http.StatusOK, models.UseOwnAccount, a.me),

		define(http.MethodGet, "/api/v1/tokens", "listTokens", "List your tokens", http.StatusOK, models.WriteTokens, a.listTokens),
		define(http.MethodPost, "/api/v1/tokens", "issueToken", "Let a program act for you", http.StatusCreated, models.WriteTokens, a.issueToken),
		define(http.MethodGet, "/api/v1/tokens/:id", "readToken", "Read a token", http.StatusOK, models.WriteTokens, a.readToken),
		define(http.MethodDelete, "/api/v1/tokens/:id", "revokeToken", "End a token", http.StatusNoContent, models.WriteTokens, a.revokeToken),

		define(http.MethodGet, "/api/v1/campaigns", "listCampaigns", "List campaigns", http.StatusOK, models.ReadCampaigns, a.listCampaigns),
		define(http.MethodPost, "/api/v1/campaigns", "planCampaign", "Plan a campaign", http.StatusCreated, models.WriteCampaigns, a.planCampaign),
		define(http.MethodGet, "/api/v1/campaigns/:id", "readCampaign", "Read a campaign", http.StatusOK, models.ReadCampaigns, a.readCampaign),
		define(http.MethodPut, "/api/v1/campaigns/:id", "reviseCampaign", "Revise a campaign", http.StatusOK, models.WriteCampaigns, a.reviseCampaign),
	}
}
