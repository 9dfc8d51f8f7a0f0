# Sourced: a few lines of IMAP over /dev/tcp, enough to create mailboxes and append messages to any server.
# shellcheck shell=bash

# imap_open HOST PORT
imap_open() {
    local line
    exec 8<> "/dev/tcp/$1/$2"
    IFS= read -r -t 120 line <&8 || return 1
    [[ $line == '* OK'* ]] || { echo "greeting: $line" >&2; return 1; }
    IMAP_TAG=0
}

imap_close() { imap_do LOGOUT >/dev/null || true; exec 8>&-; }

# Reads up to the tagged answer, which is left in IMAP_STATUS; untagged lines go to standard output.
imap_answer() {
    local line
    while IFS= read -r -t 120 line <&8; do
        line=${line%$'\r'}
        case $line in
            "s$IMAP_TAG "*) IMAP_STATUS=${line#* }; [[ $IMAP_STATUS == OK* ]]; return ;;
            *) echo "$line" ;;
        esac
    done
    IMAP_STATUS='no answer'
    return 1
}

imap_do() {
    IMAP_TAG=$((IMAP_TAG + 1))
    printf 's%d %s\r\n' "$IMAP_TAG" "$*" >&8
    imap_answer
}

# As imap_do, but what goes wrong ends the script.
imap() { imap_do "$@" > /dev/null || fail "${1%% *}: $* -> $IMAP_STATUS"; }

# imap_login USER PASSWORD: both as literals, since either may hold any character.
imap_login() {
    local LC_ALL=C line
    IMAP_TAG=$((IMAP_TAG + 1))
    printf 's%d LOGIN {%d}\r\n' "$IMAP_TAG" "${#1}" >&8; imap_continue || return 1
    printf '%s {%d}\r\n' "$1" "${#2}" >&8; imap_continue || return 1
    printf '%s\r\n' "$2" >&8
    imap_answer > /dev/null
}

imap_continue() {
    local line
    while IFS= read -r -t 120 line <&8; do
        case $line in
            +*) return 0 ;;
            "s$IMAP_TAG "*) IMAP_STATUS=${line#* }; return 1 ;;
        esac
    done
    return 1
}

# imap_append MAILBOX FLAGS DATE FILE: mailbox as it goes on the wire.
imap_append() {
    IMAP_TAG=$((IMAP_TAG + 1))
    printf 's%d APPEND %s (%s) "%s" {%d}\r\n' "$IMAP_TAG" "$1" "$2" "$3" "$(stat -Lc %s "$4")" >&8
    imap_continue || fail "APPEND $4: $IMAP_STATUS"
    # In one write: a second small one would wait for the server's delayed acknowledgement.
    { cat "$4"; printf '\r\n'; } | dd bs=1M iflag=fullblock status=none >&8
    imap_answer > /dev/null || fail "APPEND $4: $IMAP_STATUS"
}
