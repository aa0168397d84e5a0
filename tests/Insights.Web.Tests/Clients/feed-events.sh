#!/bin/sh
# Follows the feed as server-sent events. The file "cursor" holds the last id; Last-Event-ID goes on from there.
while :; do
  curl -sSNf "$INSIGHTS_URL/feed" -H "Authorization: Bearer $INSIGHTS_KEY" \
    -H 'Accept: text/event-stream' -H "Last-Event-ID: $(cat cursor 2>/dev/null)" |
    while IFS= read -r line; do
      case $line in
        'id: '*) id=${line#id: } ;;
        'event: '*) event=${line#event: } ;;
        'data: '*) printf '%s %s\n' "$event" "${line#data: }" ;; # your work, done before the cursor is kept
        '') [ -z "$id" ] || { printf '%s\n' "$id" >cursor.new && mv cursor.new cursor; id=; } ;;
      esac
    done
  sleep 2
done
