package dossier_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"caravan/web/src/words"
)

// What the program says, on paper and in letters, has words in every language
// of the app.
func TestEverythingIsTranslated(t *testing.T) {
	files, err := filepath.Glob("../*/*.go")
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, path := range files {
		if folder := filepath.Base(filepath.Dir(path)); !slices.Contains([]string{"dossier", "letters", "report"}, folder) || len(path) > 8 && path[len(path)-8:] == "_test.go" {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		tables := !strings.Contains(path, "report") || filepath.Base(path) == "words.go" // the others there are not of texts
		ast.Inspect(file, func(n ast.Node) bool { collect(n, said, tables); return true })
	}
	if len(said) < 80 {
		t.Errorf("only %d texts were found", len(said))
	}
	for english := range said {
		for _, tag := range words.Languages() {
			if tag != "en" && !words.In(tag).Says(english) {
				t.Errorf("%s: %q", tag, english)
			}
		}
	}
}

// collect takes what is said: the text of a call of Say, or of a table of
// texts.
func collect(n ast.Node, said map[string]bool, tables bool) {
	literal := func(e ast.Expr) {
		if text, is := e.(*ast.BasicLit); is && text.Kind == token.STRING {
			english, _ := strconv.Unquote(text.Value)
			said[english] = true
		}
	}
	switch n := n.(type) {
	case *ast.CallExpr:
		if call, is := n.Fun.(*ast.SelectorExpr); is && call.Sel.Name == "Say" && len(n.Args) > 0 {
			literal(n.Args[0])
		}
	case *ast.KeyValueExpr:
		if tables {
			literal(n.Value)
		}
	}
}
