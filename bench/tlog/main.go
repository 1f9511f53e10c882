// Command tlog does with golang.org/x/mod/sumdb/tlog what bench/ledger-tree.ts does with our code: it reads the entries of a served
// log, builds the tree, and makes and checks inclusion proofs. Told the folder of the evidence instead of a number of proofs, it
// reads every event and holds it against its entry. It prints one line of JSON.
package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

const tileWidth = 256

// storage has the hashes of the tree in the order in which tlog stores them.
type storage []tlog.Hash

func (s storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hashes[i] = s[index]
	}
	return hashes, nil
}

func main() {
	served, size := os.Args[1], must(strconv.ParseInt(os.Args[2], 10, 64))
	proofs, notNumber := strconv.ParseInt(os.Args[3], 10, 64)

	started := time.Now()
	var hashes storage
	var number int64
	held := 0
	for index := int64(0); index*tileWidth < size; index++ {
		for _, entry := range entries(must(os.ReadFile(filepath.Join(served, bundlePath(index, size))))) {
			hashes = append(hashes, must(tlog.StoredHashesForRecordHash(number, tlog.RecordHash(entry), hashes))...)
			number++
			if notNumber != nil && holds(os.Args[3], entry) {
				held++
			}
		}
	}
	root := must(tlog.TreeHash(size, hashes))
	if notNumber == nil {
		held = proven(size, root, hashes, (size+proofs-1)/proofs)
	}
	took := time.Since(started)

	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	fmt.Println(string(must(json.Marshal(map[string]any{
		"root":          base64.StdEncoding.EncodeToString(root[:]),
		"held":          held,
		"ms":            float64(took.Microseconds()) / 1000,
		"cpuMs":         float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e6,
		"peakMegabytes": float64(usage.Maxrss) / 1000,
	}))))
}

// proven tells of how many leaves, one in so many, the inclusion proof leads to the root.
func proven(size int64, root tlog.Hash, hashes storage, oneIn int64) int {
	count := 0
	for at := int64(0); at < size; at += oneIn {
		leaf := hashes[tlog.StoredHashIndex(0, at)]
		if tlog.CheckRecord(must(tlog.ProveRecord(size, at, hashes)), size, root, at, leaf) == nil {
			count++
		}
	}
	return count
}

// entries takes a bundle apart (C2SP tlog-tiles): each entry stands behind its length in two bytes.
func entries(bundle []byte) [][]byte {
	var found [][]byte
	for len(bundle) > 0 {
		end := 2 + int(bundle[0])<<8 + int(bundle[1])
		found = append(found, bundle[2:end])
		bundle = bundle[end:]
	}
	return found
}

func bundlePath(index, size int64) string {
	digits := strconv.FormatInt(index, 10)
	digits = strings.Repeat("0", (3-len(digits)%3)%3) + digits
	path := "tile/entries/"
	for len(digits) > 3 {
		path += "x" + digits[:3] + "/"
		digits = digits[3:]
	}
	if width := size - index*tileWidth; width < tileWidth {
		return fmt.Sprintf("%s%s.p/%d", path, digits, width)
	}
	return path + digits
}

// holds tells whether an event's bytes are those that its entry vouches for.
func holds(evidence string, entry []byte) bool {
	var named struct{ Key, SHA256 string }
	if json.Unmarshal(entry, &named) != nil {
		return false
	}
	event, err := os.ReadFile(filepath.Join(evidence, named.Key))
	sum := sha256.Sum256(event)
	return err == nil && hex.EncodeToString(sum[:]) == named.SHA256
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}
