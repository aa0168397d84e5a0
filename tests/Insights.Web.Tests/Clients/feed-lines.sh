#!/bin/sh
# Follows the feed as lines. The file "cursor" holds how far it has read; start it again and it goes on from there.
while :; do
  cursor=$(cat cursor 2>/dev/null)
  curl -sSNf "$INSIGHTS_URL/feed?follow=true${cursor:+&after=$cursor}" \
    -H "Authorization: Bearer $INSIGHTS_KEY" -H 'Accept: application/x-ndjson' |
    while IFS= read -r line; do
      case $line in
        *'"type":'*) printf '%s\n' "$line" ;; # an event: your work, done before the cursor is kept
        '{"cursor":'*) ;;                     # a sign of life: only the cursor moves
        *) printf '%s\n' "$line" >&2; continue ;;
      esac
      printf '%s\n' "$line" | sed 's/.*"cursor":"\([^"]*\)".*/\1/' >cursor.new && mv cursor.new cursor
    done
  sleep 2
done
