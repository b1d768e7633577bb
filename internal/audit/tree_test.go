package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"slices"
	"testing"

	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/tlog"
)

// The reference tree of Certificate Transparency: eight leaves, and the root
// after each.
func TestTreeIsThatOfRFC6962(t *testing.T) {
	leaves := []string{"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}
	roots := []string{
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
	}
	tree := newTree()
	if is, err := root(tree); err != nil || hex.EncodeToString(is) != "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" {
		t.Errorf("the empty tree is %x, %v", is, err)
	}
	for i, leaf := range leaves {
		content, err := hex.DecodeString(leaf)
		if err != nil {
			t.Fatal(err)
		}
		if err := tree.Append(rfc6962.DefaultHasher.HashLeaf(content), nil); err != nil {
			t.Fatal(err)
		}
		if is, err := root(tree); err != nil || hex.EncodeToString(is) != roots[i] {
			t.Errorf("of %d leaves: %x, %v", i+1, is, err)
		}
	}
}

// Another implementation comes to the same roots, and a tree that goes on from
// its frontier to the same as one that never stopped.
func TestTreeGoesOnFromItsFrontier(t *testing.T) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, at := range indexes {
			hashes[i] = stored[at]
		}
		return hashes, nil
	})
	tree := newTree()
	for n := range int64(300) {
		leaf := sha256.Sum256(binary.BigEndian.AppendUint64(nil, uint64(n)))
		hashes, err := tlog.StoredHashesForRecordHash(n, leaf, reader)
		if err != nil {
			t.Fatal(err)
		}
		stored = append(stored, hashes...)
		if tree, err = grow(tree.End(), slices.Concat(tree.Hashes()...)); err != nil {
			t.Fatal(err)
		}
		if err := tree.Append(leaf[:], nil); err != nil {
			t.Fatal(err)
		}
		want, err := tlog.TreeHash(n+1, reader)
		if err != nil {
			t.Fatal(err)
		}
		if is, err := root(tree); err != nil || tlog.Hash(is) != want {
			t.Fatalf("of %d leaves: %x, %v, want %v", n+1, is, err, want)
		}
	}
}
