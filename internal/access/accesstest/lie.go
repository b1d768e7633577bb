package main

import (
	"context"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// lying has the token endpoint answer with the ID token that the present lie
// makes of the right one.
func (p *provider) lying(right http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		lie := p.lie
		p.mu.Unlock()
		if lie == "" || lie == "nothing" {
			right.ServeHTTP(w, r)
			return
		}
		kept := httptest.NewRecorder()
		right.ServeHTTP(kept, r)
		var answer map[string]any
		if err := json.Unmarshal(kept.Body.Bytes(), &answer); err != nil || kept.Code != http.StatusOK {
			w.WriteHeader(kept.Code)
			_, _ = w.Write(kept.Body.Bytes())
			return
		}
		token, _ := answer["id_token"].(string)
		told, err := p.tell(r.Context(), lie, token)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		answer["id_token"] = told
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer)
	})
}

// tell makes an ID token untrue.
func (p *provider) tell(ctx context.Context, lie, token string) (string, error) {
	text, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		return "", err
	}
	var claims map[string]any
	if err := json.Unmarshal(text, &claims); err != nil {
		return "", err
	}
	signing, err := p.SigningKey(ctx)
	if err != nil {
		return "", err
	}
	own, ok := signing.Key().(*rsa.PrivateKey)
	if !ok {
		return "", fmt.Errorf("a key of type %T", signing.Key())
	}
	method, key := jose.RS256, any(own)
	switch lie {
	case "audience":
		claims["aud"] = []string{"somebody-else"}
	case "issuer":
		claims["iss"] = "https://accounts.example.org"
	case "nonce":
		claims["nonce"] = "chosen"
	case "old":
		claims["exp"] = time.Now().Add(-time.Minute).Unix()
	case "never":
		delete(claims, "auth_time")
	case "long ago":
		claims["auth_time"] = time.Now().Add(-time.Hour).Unix()
	case "alg none":
		changed, err := json.Marshal(claims)
		return base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none","typ":"JWT"}`)) + "." + base64.RawURLEncoding.EncodeToString(changed) + ".", err
	case "HS256 with the public key":
		der, err := x509.MarshalPKIXPublicKey(own.Public())
		if err != nil {
			return "", err
		}
		method, key = jose.HS256, pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	case "another key":
		if key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			return "", err
		}
	default:
		return "", fmt.Errorf("no lie called %q", lie)
	}
	return sign(method, key, signing.ID(), claims)
}

func sign(method jose.SignatureAlgorithm, key crypto.PrivateKey, id string, claims map[string]any) (string, error) {
	text, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: method, Key: jose.JSONWebKey{Key: key, KeyID: id}}, nil)
	if err != nil {
		return "", err
	}
	signed, err := signer.Sign(text)
	if err != nil {
		return "", err
	}
	return signed.CompactSerialize()
}
