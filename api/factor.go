package api

import (
	"context"
	"encoding/base64"
	"net/http"
	"time"
)

type factorResponse struct {
	SetUpAt           *time.Time `json:"set_up_at" doc:"Of the app that shows codes. Null while there is none."`
	RecoveryCodesLeft int64      `json:"recovery_codes_left"`
}

// factorSetupResponse holds the secret of a second factor, this once.
type factorSetupResponse struct {
	Secret  string `json:"secret" doc:"Base 32, to be typed into an app."`
	URI     string `json:"uri" doc:"otpauth:// address for apps on the same device."`
	Picture string `json:"picture" doc:"The address as a QR code: a data: address of a PNG."`
}

type confirmFactorRequest struct {
	Code string `json:"code" validate:"required,max=40" doc:"What the app shows now."`
}

// recoveryCodesResponse holds the codes, this once.
type recoveryCodesResponse struct {
	RecoveryCodes []string `json:"recovery_codes" doc:"Each opens the account once in place of the second factor. They are not kept."`
	cookie        *http.Cookie
}

// Cookie is the session's new secret, where it got one.
func (r recoveryCodesResponse) Cookie() *http.Cookie { return r.cookie }

func (a *API) readFactor(ctx context.Context, _ nothing) (factorResponse, error) {
	factor, left, err := a.desks.Access.FactorOf(ctx, actor(ctx))
	if err != nil || factor == nil {
		return factorResponse{RecoveryCodesLeft: left}, err
	}
	return factorResponse{factor.ConfirmedAt, left}, nil
}

func (a *API) beginFactor(ctx context.Context, _ nothing) (factorSetupResponse, error) {
	setup, err := a.desks.Access.BeginFactor(ctx, actor(ctx))
	if err != nil {
		return factorSetupResponse{}, err
	}
	return factorSetupResponse{setup.Secret, setup.URI, "data:image/png;base64," + base64.StdEncoding.EncodeToString(setup.Picture)}, nil
}

func (a *API) confirmFactor(ctx context.Context, in confirmFactorRequest) (recoveryCodesResponse, error) {
	v := visitOf(ctx)
	codes, secret, err := a.desks.Access.ConfirmFactor(ctx, v.who, v.credential, in.Code)
	if err != nil {
		return recoveryCodesResponse{}, err
	}
	return recoveryCodesResponse{codes, a.carrying(secret, v.who).cookie}, nil
}

func (a *API) renewRecoveryCodes(ctx context.Context, _ nothing) (recoveryCodesResponse, error) {
	codes, err := a.desks.Access.RenewRecoveryCodes(ctx, actor(ctx))
	return recoveryCodesResponse{RecoveryCodes: codes}, err
}

func (a *API) removeFactor(ctx context.Context, _ nothing) (nothing, error) {
	who := actor(ctx)
	return nothing{}, a.desks.Access.RemoveFactor(ctx, who, who.UserID)
}
