package api

import (
	"net/http"

	"caravan/models"
)

// endpoints is the table of contents of the program.
func (a *API) endpoints() []endpoint { //nolint:funlen // one line for each
	return []endpoint{
		stream(http.MethodGet, "/api/v1/openapi.yaml", "contract", "Read this contract", "application/yaml", "", a.serveContract),
		stream(http.MethodGet, "/api/docs", "docs", "Read about the API", "text/html", "", a.serveDocs),

		define(http.MethodPost, "/api/v1/session", "signIn", "Sign in", http.StatusOK, "", a.signIn),
		define(http.MethodPost, "/api/v1/session/link", "welcome", "Use a one-time link", http.StatusOK, "", a.welcome),
		define(http.MethodDelete, "/api/v1/session", "signOut", "Sign out", http.StatusNoContent, models.UseOwnAccount, a.signOut),
		define(http.MethodGet, "/api/v1/me", "me", "Who am I, and what may I do", http.StatusOK, models.UseOwnAccount, a.me),
		define(http.MethodGet, "/api/v1/home", "home", "See what needs you now", http.StatusOK, models.UseOwnAccount, a.home),
		stream(http.MethodGet, "/api/v1/events", "events", "Hear what changes", "text/event-stream", models.UseOwnAccount, a.events).unheeded(),

		define(http.MethodGet, "/api/v1/tokens", "listTokens", "List your tokens", http.StatusOK, models.WriteTokens, a.listTokens),
		define(http.MethodPost, "/api/v1/tokens", "issueToken", "Let a program act for you", http.StatusCreated, models.WriteTokens, a.issueToken),
		define(http.MethodGet, "/api/v1/tokens/:id", "readToken", "Read a token", http.StatusOK, models.WriteTokens, a.readToken),
		define(http.MethodDelete, "/api/v1/tokens/:id", "revokeToken", "End a token", http.StatusNoContent, models.WriteTokens, a.revokeToken),

		define(http.MethodGet, "/api/v1/members", "listMembers", "List who may come in", http.StatusOK, models.ReadPeople, a.listMembers),
		define(http.MethodPost, "/api/v1/members", "invite", "Invite somebody", http.StatusCreated, models.WritePeople, a.invite),
		define(http.MethodGet, "/api/v1/members/:id", "readMember", "Read a member", http.StatusOK, models.ReadPeople, a.readMember),
		define(http.MethodPut, "/api/v1/members/:id", "assign", "Change what a member may do", http.StatusOK, models.WritePeople, a.assign),
		define(http.MethodPost, "/api/v1/members/:id/link", "renewLink", "Make another one-time link for a member", http.StatusCreated, models.WritePeople, a.renewLink),
		define(http.MethodGet, "/api/v1/organizations", "listOrganizations", "List organisations", http.StatusOK, models.ReadTenants, a.listTenants),
		define(http.MethodPost, "/api/v1/organizations", "found", "Make an organisation", http.StatusCreated, models.WriteTenants, a.found),
		define(http.MethodGet, "/api/v1/organizations/:id", "readOrganization", "Read an organisation", http.StatusOK, models.ReadTenants, a.readTenant),
		define(http.MethodPut, "/api/v1/organizations/:id", "renameOrganization", "Change how an organisation shows itself", http.StatusOK, models.WriteTenants, a.rename),
		define(http.MethodGet, "/api/v1/audit", "listAudit", "List who did what", http.StatusOK, models.ReadAudit, a.listAudit),

		define(http.MethodGet, "/api/v1/campaigns", "listCampaigns", "List campaigns", http.StatusOK, models.ReadCampaigns, a.listCampaigns),
		define(http.MethodPost, "/api/v1/campaigns", "planCampaign", "Plan a campaign", http.StatusCreated, models.WriteCampaigns, a.planCampaign),
		define(http.MethodGet, "/api/v1/campaigns/:id", "readCampaign", "Read a campaign", http.StatusOK, models.ReadCampaigns, a.readCampaign),
		define(http.MethodPut, "/api/v1/campaigns/:id", "reviseCampaign", "Revise a campaign", http.StatusOK, models.WriteCampaigns, a.reviseCampaign),
		define(http.MethodGet, "/api/v1/campaigns/:id/completeness", "readCompleteness", "See what a campaign still lacks", http.StatusOK, models.ReadCampaigns, a.readCompleteness),
		define(http.MethodPost, "/api/v1/campaigns/:id/countries", "enterCountry", "Take a campaign to one more country", http.StatusCreated, models.WriteCampaigns, a.enterCountry),
		define(http.MethodGet, "/api/v1/campaigns/:id/countries/:country", "readCampaignCountry", "Read a campaign's part in a country", http.StatusOK, models.ReadCampaigns, a.readCampaignCountry),
		define(http.MethodPut, "/api/v1/campaigns/:id/countries/:country", "localiseCampaign", "Say where in a country a campaign is", http.StatusOK, models.WriteCampaigns, a.localiseCampaign),
		define(http.MethodGet, "/api/v1/campaigns/:id/adjustments", "listAdjustments", "List the changes of course of a campaign", http.StatusOK, models.ReadCampaigns, a.listAdjustments),
		define(http.MethodPost, "/api/v1/campaigns/:id/adjustments", "adjustCampaign", "Note a change of course", http.StatusCreated, models.WriteCampaigns, a.adjustCampaign),
		define(http.MethodPost, "/api/v1/campaigns/:id/archival", "archiveCampaign", "End a campaign in every country", http.StatusOK, models.WriteCampaigns, a.archiveCampaign),

		define(http.MethodGet, "/api/v1/audiences", "listAudiences", "List audiences", http.StatusOK, models.ReadAudiences, a.listAudiences),
		define(http.MethodPost, "/api/v1/audiences", "defineAudience", "Define an audience", http.StatusCreated, models.WriteAudiences, a.defineAudience),
		define(http.MethodGet, "/api/v1/audiences/:id", "readAudience", "Read an audience", http.StatusOK, models.ReadAudiences, a.readAudience),
		define(http.MethodPut, "/api/v1/audiences/:id", "redefineAudience", "Redefine an audience", http.StatusOK, models.WriteAudiences, a.redefineAudience),

		define(http.MethodGet, "/api/v1/messengers", "listMessengers", "List messengers", http.StatusOK, models.ReadMessengers, a.listMessengers),
		define(http.MethodPost, "/api/v1/messengers", "enrolMessenger", "Enrol a messenger", http.StatusCreated, models.WriteMessengers, a.enrolMessenger),
		define(http.MethodGet, "/api/v1/messengers/:id", "readMessenger", "Read a messenger", http.StatusOK, models.ReadMessengers, a.readMessenger),
		define(http.MethodPut, "/api/v1/messengers/:id", "describeMessenger", "Describe a messenger anew", http.StatusOK, models.WriteMessengers, a.describeMessenger),
		define(http.MethodGet, "/api/v1/messengers/:id/consents", "listConsents", "List the consents of a messenger", http.StatusOK, models.ReadMessengers, a.listConsents),
		define(http.MethodPost, "/api/v1/messengers/:id/consents", "recordConsent", "Record a consent", http.StatusCreated, models.WriteMessengers, a.recordConsent),
		define(http.MethodPost, "/api/v1/messengers/:id/consents/:consent_id/ending", "endConsent", "End a consent, and all that rests on it", http.StatusOK, models.EndConsents, a.endConsent),
		define(http.MethodGet, "/api/v1/messengers/:id/risk_assessments", "listRisks", "List the risk assessments of a messenger", http.StatusOK, models.ReadMessengers, a.listRisks),
		define(http.MethodPost, "/api/v1/messengers/:id/risk_assessments", "assessRisk", "Judge the danger to a messenger", http.StatusCreated, models.WriteMessengers, a.assessRisk),

		define(http.MethodGet, "/api/v1/languages", "listLanguages", "List the languages that can be written in", http.StatusOK, models.UseOwnAccount, a.listLanguages),

		define(http.MethodGet, "/api/v1/messages", "listMessages", "List the messages of a campaign", http.StatusOK, models.ReadMessages, a.listMessages),
		define(http.MethodPost, "/api/v1/messages", "composeMessage", "Draft a message", http.StatusCreated, models.WriteMessages, a.composeMessage),
		define(http.MethodGet, "/api/v1/messages/:id", "readMessage", "Read a message", http.StatusOK, models.ReadMessages, a.readMessage),
		define(http.MethodPut, "/api/v1/messages/:id", "rebriefMessage", "Revise the brief of a message", http.StatusOK, models.WriteMessages, a.rebriefMessage),
		define(http.MethodPost, "/api/v1/messages/:id/archival", "archiveMessage", "Archive a message", http.StatusOK, models.WriteMessages, a.archiveMessage),
		define(http.MethodGet, "/api/v1/messages/:id/variants", "listVariants", "List the texts of a message", http.StatusOK, models.ReadMessages, a.listVariants),
		define(http.MethodPost, "/api/v1/messages/:id/variants", "translateMessage", "Write a message in another language", http.StatusCreated, models.TranslateMessage, a.translateMessage),
		define(http.MethodGet, "/api/v1/messages/:id/variants/:language", "readVariant", "Read a text", http.StatusOK, models.ReadMessages, a.readVariant),
		define(http.MethodPut, "/api/v1/messages/:id/variants/:language", "rewriteVariant", "Rewrite a text", http.StatusOK, models.TranslateMessage, a.rewriteVariant),
		define(http.MethodPost, "/api/v1/messages/:id/variants/:language/review", "passVariant", "Pass a text as its native reader", http.StatusOK, models.ReviewVariants, a.passVariant),
		define(http.MethodPost, "/api/v1/messages/:id/lint", "lintText", "Look a draft over", http.StatusOK, models.ReadMessages, a.lintText).forgotten(),
		define(http.MethodPost, "/api/v1/messages/:id/preview", "previewText", "See a draft as platforms would show it", http.StatusOK, models.ReadMessages, a.previewText).forgotten(),
		define(http.MethodGet, "/api/v1/messages/:id/versions", "listVersions", "List the frozen versions of a message", http.StatusOK, models.ReadMessages, a.listVersions),
		define(http.MethodPost, "/api/v1/messages/:id/versions", "freezeMessage", "Freeze the texts of a message", http.StatusCreated, models.WriteMessages, a.freezeMessage),
		define(http.MethodGet, "/api/v1/versions/:id", "readVersion", "Read a frozen version", http.StatusOK, models.ReadMessages, a.readVersionOfMessage),
		define(http.MethodPost, "/api/v1/versions/:id/review", "reviewVersion", "Review a frozen version, as another person", http.StatusOK, models.ReviewMessages, a.reviewVersion),
		define(http.MethodGet, "/api/v1/submissions", "listSubmissions", "List what is submitted", http.StatusOK, models.ReadSubmissions, a.listSubmissions),
		define(http.MethodPost, "/api/v1/submissions", "submit", "Submit a version to countries", http.StatusCreated, models.SubmitMessages, a.submit).keyed(),
		define(http.MethodGet, "/api/v1/submissions/:id", "readSubmission", "Read a submission", http.StatusOK, models.ReadSubmissions, a.readSubmission),
		define(http.MethodGet, "/api/v1/submissions/:id/dossier", "readDossier", "Read everything that is to be judged", http.StatusOK, models.ReadSubmissions, a.readDossier),
		define(http.MethodGet, "/api/v1/submissions/:id/decisions", "listDecisions", "List the decisions on a submission", http.StatusOK, models.ReadSubmissions, a.listDecisions),
		define(http.MethodPost, "/api/v1/submissions/:id/decisions", "decide", "Decide on a submission", http.StatusCreated, models.Decide, a.decide).keyed(),
		define(http.MethodPost, "/api/v1/submissions/:id/withdrawal", "withdrawSubmission", "Take a submission back", http.StatusOK, models.SubmitMessages, a.withdrawSubmission),

		define(http.MethodGet, "/api/v1/approval_rules", "listApprovalRules", "List who has to agree where", http.StatusOK, models.ReadRules, a.listApprovalRules),
		define(http.MethodPost, "/api/v1/approval_rules", "makeApprovalRule", "Make a rule", http.StatusCreated, models.WriteRules, a.makeApprovalRule),
		define(http.MethodGet, "/api/v1/approval_rules/:id", "readApprovalRule", "Read a rule", http.StatusOK, models.ReadRules, a.readApprovalRule),
		define(http.MethodPut, "/api/v1/approval_rules/:id", "changeApprovalRule", "Change a rule", http.StatusOK, models.WriteRules, a.changeApprovalRule),

		define(http.MethodGet, "/api/v1/platforms", "listPlatforms", "List what a channel can be made on", http.StatusOK, models.UseOwnAccount, a.listPlatforms),
		define(http.MethodGet, "/api/v1/channels", "listChannels", "List channels", http.StatusOK, models.ReadChannels, a.listChannels),
		define(http.MethodPost, "/api/v1/channels", "connectChannel", "Connect an account", http.StatusCreated, models.WriteChannels, a.connectChannel),
		define(http.MethodGet, "/api/v1/channels/:id", "readChannel", "Read a channel", http.StatusOK, models.ReadChannels, a.readChannel),
		define(http.MethodPut, "/api/v1/channels/:id", "reviseChannel", "Change a channel, or what opens it", http.StatusOK, models.WriteChannels, a.reviseChannel),
		define(http.MethodPost, "/api/v1/channels/:id/health", "inspectChannel", "Ask the platform how the account is", http.StatusOK, models.WriteChannels, a.inspectChannel),
		define(http.MethodPost, "/api/v1/channels/:id/suspension", "suspendChannel", "Let nothing leave over a channel", http.StatusOK, models.WriteChannels, a.suspendChannel),
		define(http.MethodPost, "/api/v1/channels/:id/resumption", "resumeChannel", "Let a suspended channel send again", http.StatusOK, models.WriteChannels, a.resumeChannel),
		define(http.MethodPost, "/api/v1/channels/:id/archival", "archiveChannel", "End the use of a channel", http.StatusOK, models.WriteChannels, a.archiveChannel),

		define(http.MethodGet, "/api/v1/deliveries", "listDeliveries", "List deliveries", http.StatusOK, models.ReadDeliveries, a.listDeliveries),
		define(http.MethodPost, "/api/v1/deliveries", "scheduleDeliveries", "Schedule an approved version", http.StatusCreated, models.WriteDeliveries, a.scheduleDeliveries).keyed(),
		define(http.MethodPost, "/api/v1/deliveries/preview", "foreseeDeliveries", "Say what would be scheduled, and what is in the way", http.StatusOK, models.WriteDeliveries, a.foreseeDeliveries),
		define(http.MethodGet, "/api/v1/deliveries/:id", "readDelivery", "Read a delivery", http.StatusOK, models.ReadDeliveries, a.readDelivery),
		define(http.MethodGet, "/api/v1/deliveries/:id/attempts", "listAttempts", "List the attempts of a delivery", http.StatusOK, models.ReadDeliveries, a.listAttempts),
		define(http.MethodGet, "/api/v1/deliveries/:id/posts", "listPosts", "List what is known to be posted of a delivery", http.StatusOK, models.ReadDeliveries, a.listPosts),
		define(http.MethodPost, "/api/v1/deliveries/:id/cancellation", "cancelDelivery", "Cancel a delivery", http.StatusOK, models.WriteDeliveries, a.cancelDelivery),
		define(http.MethodPost, "/api/v1/deliveries/:id/retry", "tryAgain", "Try a delivery once more, now", http.StatusOK, models.WriteDeliveries, a.tryAgain),
		define(http.MethodPost, "/api/v1/deliveries/:id/resolution", "resolveDelivery", "Say what became of a doubtful delivery", http.StatusOK, models.LogAirings, a.resolveDelivery),
		define(http.MethodPost, "/api/v1/deliveries/:id/retraction", "retractDelivery", "Take a published post down", http.StatusOK, models.WriteDeliveries, a.retractDelivery),

		define(http.MethodGet, "/api/v1/campaigns/:id/reach", "campaignReach", "Read whom a campaign reached, and what is not known", http.StatusOK, models.ReadReach, a.campaignReach),
		define(http.MethodGet, "/api/v1/metrics", "listMetrics", "List what every metric means", http.StatusOK, models.ReadReach, a.listDefinitions),
		define(http.MethodGet, "/api/v1/universes", "listUniverses", "List population figures", http.StatusOK, models.ReadReach, a.listUniverses),
		define(http.MethodPost, "/api/v1/universes", "addUniverse", "Add a population figure", http.StatusCreated, models.EnterFigures, a.addUniverse),
		define(http.MethodGet, "/api/v1/observations", "listObservations", "List figures as they were read or entered", http.StatusOK, models.EnterFigures, a.listObservations),
		define(http.MethodPost, "/api/v1/observations", "enterFigures", "Enter figures by hand", http.StatusOK, models.EnterFigures, a.enterFigures),
		define(http.MethodPost, "/api/v1/observations/csv", "importFigures", "Import figures from a table", http.StatusOK, models.EnterFigures, a.importCSV).accepts("text/csv"),
		define(http.MethodGet, "/api/v1/comparisons", "listComparisons", "List frozen comparisons", http.StatusOK, models.ReadReach, a.listComparisons),
		define(http.MethodPost, "/api/v1/comparisons", "freezeComparison", "Compare, and keep question and answer for good", http.StatusCreated, models.Compare, a.freezeComparison),
		define(http.MethodPost, "/api/v1/comparisons/preview", "previewComparison", "Compare, and keep nothing", http.StatusOK, models.Compare, a.previewComparison),
		define(http.MethodGet, "/api/v1/comparisons/:id", "readComparison", "Read a frozen comparison", http.StatusOK, models.ReadReach, a.readComparison),
		stream(http.MethodGet, "/api/v1/comparisons/:id/table.csv", "exportComparison", "Download a frozen comparison", "text/csv", models.ReadReach, a.exportComparison),
		define(http.MethodPost, "/api/v1/surveys", "addSurvey", "Add a finished survey", http.StatusCreated, models.EnterFigures, a.addSurvey),

		define(http.MethodGet, "/api/v1/campaigns/:id/progress", "readProgress", "See how far the deliveries of a campaign are", http.StatusOK, models.ReadDeliveries, a.readProgress),
		define(http.MethodGet, "/api/v1/airings", "listAirings", "List what happened offline", http.StatusOK, models.ReadDeliveries, a.listAirings),
		define(http.MethodPost, "/api/v1/airings", "logAiring", "Log what happened offline", http.StatusCreated, models.LogAirings, a.logAiring),

		define(http.MethodGet, "/api/v1/holds", "listHolds", "List what is stopped", http.StatusOK, models.UseOwnAccount, a.listHolds),
		define(http.MethodPost, "/api/v1/holds", "closeHold", "Stop sending", http.StatusCreated, models.CloseHolds, a.closeHold),
		define(http.MethodPost, "/api/v1/holds/:id/opening", "openHold", "Let sending go on, as one of two people", http.StatusOK, models.OpenHolds, a.openHold),
	}
}
