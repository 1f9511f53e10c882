// Command foreign checks a copy of the evidence and of its served log with Go's own implementation of transparency logs, which
// shares no code with Vitrine: golang.org/x/mod/sumdb/note for signatures, golang.org/x/mod/sumdb/tlog for trees and proofs.
//
//	go run . FOLDER
//
// FOLDER has evidence/ (the evidence bucket), served/ (the log bucket), vkey (the verifier key) and event.tlog-proof (a proof).
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Tiles of the C2SP layout have eight levels, which its paths leave out.
const tileHeight = 8

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: foreign FOLDER")
		os.Exit(2)
	}
	if err := check(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "foreign:", err)
		os.Exit(1)
	}
}

func check(folder string) error {
	vkey, err := os.ReadFile(filepath.Join(folder, "vkey"))
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return fmt.Errorf("verifier key: %w", err)
	}
	served := filepath.Join(folder, "served")
	text, err := os.ReadFile(filepath.Join(served, "checkpoint"))
	if err != nil {
		return err
	}
	head, err := openHead(text, verifier)
	if err != nil {
		return fmt.Errorf("served checkpoint: %w", err)
	}
	// It checks every tile that it reads against the signed root.
	hashes := tlog.TileHashReader(head, tiles{served})

	evidence := filepath.Join(folder, "evidence")
	entries, err := checkEntries(head, hashes, served)
	if err != nil {
		return err
	}
	if err := checkEvents(evidence, entries); err != nil {
		return err
	}
	heads, err := checkConsistency(head, hashes, evidence, verifier)
	if err != nil {
		return err
	}
	if err := checkProof(filepath.Join(folder, "event.tlog-proof"), verifier); err != nil {
		return fmt.Errorf("proof: %w", err)
	}
	fmt.Printf("%d entries are in the signed tree, their events are theirs, %d heads are consistent\n", len(entries), heads)
	return nil
}

// openHead verifies the signature of a note and reads the tree head in it.
func openHead(text []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("no checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// tiles reads tiles from a folder in the C2SP layout.
type tiles struct{ folder string }

func (t tiles) Height() int { return tileHeight }

func (t tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var read [][]byte
	for _, tile := range wanted {
		data, err := os.ReadFile(filepath.Join(t.folder, pathOf(tile)))
		if err != nil {
			return nil, err
		}
		read = append(read, data)
	}
	return read, nil
}

func (t tiles) SaveTiles([]tlog.Tile, [][]byte) {}

// pathOf turns tile/8/0/x001/234 into tile/0/x001/234, and tile/8/data/x001/234 into tile/entries/x001/234.
func pathOf(tile tlog.Tile) string {
	path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
	return strings.Replace(path, "tile/data/", "tile/entries/", 1)
}

// checkEntries proves each entry of the served bundles to be in the signed tree.
func checkEntries(head tlog.Tree, hashes tlog.HashReader, served string) ([][]byte, error) {
	var entries [][]byte
	for int64(len(entries)) < head.N {
		tile := tlog.Tile{H: tileHeight, L: -1, N: int64(len(entries)) >> tileHeight, W: 1 << tileHeight}
		if left := head.N - int64(len(entries)); left < int64(tile.W) {
			tile.W = int(left)
		}
		bundle, err := os.ReadFile(filepath.Join(served, pathOf(tile)))
		if err != nil {
			return nil, err
		}
		for ; tile.W > 0; tile.W-- {
			if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
				return nil, fmt.Errorf("entry %d: the bundle ends too early", len(entries))
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			entries = append(entries, bundle[2:end])
			bundle = bundle[end:]
		}
		if len(bundle) > 0 {
			return nil, fmt.Errorf("entry %d: the bundle has more", len(entries))
		}
	}
	for index, entry := range entries {
		proof, err := tlog.ProveRecord(head.N, int64(index), hashes)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", index, err)
		}
		if err := tlog.CheckRecord(proof, head.N, head.Hash, int64(index), tlog.RecordHash(entry)); err != nil {
			return nil, fmt.Errorf("entry %d: %w", index, err)
		}
	}
	return entries, nil
}

// checkEvents holds every event against its entry, and looks for events without one.
func checkEvents(evidence string, entries [][]byte) error {
	logged := map[string]bool{}
	for index, entry := range entries {
		var named struct{ Key, VersionId, Sha256 string }
		if err := json.Unmarshal(entry, &named); err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
		event, err := os.ReadFile(filepath.Join(evidence, named.Key))
		if err != nil {
			return fmt.Errorf("entry %d: %w", index, err)
		}
		if sum := sha256.Sum256(event); hex.EncodeToString(sum[:]) != named.Sha256 {
			return fmt.Errorf("entry %d: %s was changed", index, named.Key)
		}
		logged[named.Key] = true
	}
	return filepath.WalkDir(filepath.Join(evidence, "events"), func(path string, file fs.DirEntry, err error) error {
		if err != nil || file.IsDir() {
			return err
		}
		key, err := filepath.Rel(evidence, path)
		if err == nil && !logged[filepath.ToSlash(key)] {
			err = fmt.Errorf("%s is not in the log", key)
		}
		return err
	})
}

// checkConsistency proves every head of the locked bucket to be of the tree that the served head is of.
func checkConsistency(head tlog.Tree, hashes tlog.HashReader, evidence string, verifier note.Verifier) (int, error) {
	names, err := filepath.Glob(filepath.Join(evidence, "log/checkpoints/*.txt"))
	if err != nil {
		return 0, err
	}
	sort.Strings(names)
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			return 0, err
		}
		older, err := openHead(text, verifier)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		// Go has no proof for an empty tree, which every tree continues.
		if older.N == 0 {
			continue
		}
		proof, err := tlog.ProveTree(head.N, older.N, hashes)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
		if err := tlog.CheckTree(proof, head.N, head.Hash, older.N, older.Hash); err != nil {
			return 0, fmt.Errorf("%s: %w", name, err)
		}
	}
	return len(names), nil
}

// checkProof checks an inclusion proof in the form of C2SP tlog-proof.
func checkProof(file string, verifier note.Verifier) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	top, checkpoint, found := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(top), "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not in the form of c2sp.org/tlog-proof@v1")
	}
	head, err := openHead(checkpoint, verifier)
	if err != nil {
		return err
	}
	entry, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return err
	}
	var proof tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		proof = append(proof, hash)
	}
	return tlog.CheckRecord(proof, head.N, head.Hash, index, tlog.RecordHash(entry))
}
