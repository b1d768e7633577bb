package api

import (
	"context"
	"time"

	"caravan/internal/store"
	"caravan/models"
)

// heldResponse answers somebody who asks what is held about them.
type heldResponse struct {
	At       time.Time             `json:"at"`
	Holdings []holdingResponse     `json:"holdings" doc:"What is kept, what for, on what ground and how long."`
	Records  []heldRecordResponse  `json:"records" doc:"All of it, save for what is sealed."`
	Rights   []rightToDataResponse `json:"rights" doc:"What can be done about it, and who does it."`
}

type holdingResponse struct {
	Columns []string `json:"columns"`
	Purpose string   `json:"purpose"`
	Basis   string   `json:"legal_basis"`
	Kept    string   `json:"kept"`
	Sealed  bool     `json:"sealed" doc:"Kept as a hash or a sealed file, which nobody can be shown here."`
}

type heldRecordResponse struct {
	Table  string         `json:"table"`
	Values map[string]any `json:"values"`
}

type rightToDataResponse struct {
	Right string `json:"right" validate:"oneof=correct erase complain"`
	How   string `json:"how"`
}

func (a *API) respondHeld(of models.Subject, records []store.Held, rights []rightToDataResponse) heldResponse {
	r := heldResponse{At: a.now(), Holdings: []holdingResponse{}, Records: []heldRecordResponse{}, Rights: rights}
	for _, h := range models.Holdings() {
		if h.Of == of {
			r.Holdings = append(r.Holdings, holdingResponse{h.Columns, h.Purpose, h.Basis, h.Kept, h.Sealed})
		}
	}
	for _, record := range records {
		r.Records = append(r.Records, heldRecordResponse(record))
	}
	return r
}

func (a *API) readOwnData(ctx context.Context, _ nothing) (heldResponse, error) {
	records, err := a.records.As(actor(ctx)).HeldOfStaff(ctx)
	return a.respondHeld(models.OfStaff, records, []rightToDataResponse{
		{"correct", "Ask whoever invites people in your organisation to change your name, address or roles."},
		{"erase", "Ask them to end your membership: you are out at once, and what is over is deleted when its time has come. What you decided stays accounted for."},
		{"complain", actor(ctx).Organization.Contact},
	}), err
}

func (a *API) readMessengerData(ctx context.Context, in messengerRequest) (heldResponse, error) {
	records, err := a.records.As(actor(ctx)).HeldOfMessenger(ctx, in.ID)
	if err != nil {
		return heldResponse{}, err
	}
	return a.respondHeld(models.OfMessengers, records, []rightToDataResponse{
		{"correct", "Describe them anew, or seal who they are again; two custodians open what is sealed if they ask for it."},
		{"erase", "End their consent: what is not sent is stopped, what is live is taken down, and who they are is destroyed with its key."},
		{"complain", actor(ctx).Organization.Contact},
	}), nil
}
