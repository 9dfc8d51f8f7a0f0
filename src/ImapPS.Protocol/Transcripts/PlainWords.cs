namespace ImapPS.Protocol.Transcripts;

/// <summary>Words of the texts that servers, and this client, have for people. Whatever else stands in such a text may be somebody's name.</summary>
internal static class PlainWords
{
    private static readonly HashSet<string> Words = new(
        """
        ability abort aborted aborting about above absent acceptable accepted accepting access accessed accessible account accounts across active actually add added adding address
        addresses admin administrator aes after again against ago all allocate allow allowed alone alpn already also although always am among an and anew announced anonymous
        another answer answered answering answers any anybody aol appears appendlimit application apply apr april archive are aren aren't argument arguments arrives as ascii asked
        at attachment attempt attempts attribute aug august auth authenticate authenticated authentication authorization authorized auto auto-logout autologout automatic available
        aware away axigen backend backoff bandwidth base basic be bearer because before began begin beginning begins behind being belong below beside between beyond binary bit bits
        blocked body both bound boundary box brackets broke broken browser busy but by bye byte bytes cache call calls came can can't canceled cancelled cannot capa capabilities
        capability cause cbc ccm cert certificate chacha20 challenge change changed channel characters charset check checked checkpoint chose chosen cipher claims clear client
        clients clock close closed cn code colon command commands compare complete completed complexity compress compresses compression condstore configuration configured confirm
        confirmation conflict conflicts connect connecting connection connections consider contact contain contains content continuation continue continued conversion copied copy
        coremail corrupt corrupted corruption could couldn couldn't count courier cr cram create created creating creation credential credentials crlf current currently cut cyrus
        daily damage data database date day days dbox dc dead deadlock debian dec december decide decode decoded decoding default deflate deleted deleting denied deny depth
        descriptor desktop despite destination details detected device devices dhe dialog did didn didn't different digest directory disabled disallowed discarded disconnect
        disconnected disconnecting disk displayed dns do document documentation does doesn doesn't domain domino don't done dovecot down download downloaded drafts drop dropped dsn
        due duplicate during each early ecdhe ecdsa eight else elsewhere email emails empty enable enabled encode encoded encoding encountered encrypted encryption end ended ending
        ends enough enter entries entry environment eof error errors etc even event events ever every example exceed exceeded exceeds except exception exchange exhausted exist
        existing exists exit exiting expected expired expires explain export expression expunge expunged expunges extension external extra fail failed failing failure far fastmail
        fatal feature feb february fetch fetched fetching few fewer field fields file files fill find fingerprint finish finished firewall first five fix flag flagged flags folder
        folders follow followed followreferral for forbidden force foreign form format formed forms found four freebsd frequently fri friday from full function further gave gb gcm
        general generated generic get gib gimap give given global gm gmail gmt gnutls goes gone good goodbye google granted greet greeted greeting group groupwise gssapi had hadn
        hadn't half handle handler handshake hang happen happened has hasn hasn't have haven haven't he header headers heard hears hello helper her here hi hierarchy his hmac
        hmailserver hold holds host hour hours however http https i'm icloud id idle idling ids if ignore ignored ignoring illegal imap imap4 imap4rev1 imap4rev2 imapcheckpoint
        imapmailbox imapmessage imapps imaps immediately implemented implicit implicittls implicittlsport impossible improper in inaccessible inactive inactivity inbox include
        included incoming incomplete inconsistent incorrect incorrectly indefinitely index inferior information initial initialize input insecure inserted inside instance instead
        insufficient integrity interaction interface internal interrupted interval into invalid ip ipv ipv4 ipv6 is isn isn't issue it it's items its itself jan january job join
        jul july jun june junk just kb keep keeps kept kerberos kerio key keywords kib kind known knows label labels lacks language large larger last late later ldap least leave
        left length less let level lf library licensed like limit limited limits lines linux list listener loopback listens lists literal ll load loaded local locally lock locked log logged
        logged-in logging login logins logout long longer look looked lookup loss lost lower machine made mail mailbox mailboxes maildir mailenable mails mailstore maintenance make
        malformed management many mar march marked master match matched matches maxgatheredliteral maximum maximumconnection maxresponsesize maxsetranges maxunsolicited may maybe
        mb mbox md5 mdaemon mdbox mean meant meanwhile mechanism mechanisms memory merged message messages met method mib microsoft middle might migrated migration millisecond
        milliseconds mime minimum minute minutes mismatch missing mobile mod mode modification modified modify modseq module moment mon monday more most move moved moving ms msec
        msecs much multi multiple must mutual name named names namespace needed needs neither nested nesting network new newer next nil nine no nobody non non-existent none
        nonexistent noout nor normal not not-found note notes nothing notice notified notify nov november now ntlm nul number numbers numeric oauth oauth2 oauthbearer object
        objectid occurred oct octet octets october of off offer offered offers office office365 ok okay old on once one only onto onuidvaliditychange open openbsd opened opening
        openldap openssl operation operational options or order org original other others ou our ours out outgoing outlook output outside over overloaded overquota overwrite own
        owned owner page parameter parameters parent parse parsed parsing partial parts passed password passwords path pattern pem pending people per percent perform performed
        period permanent permission permitted pfx phase pid pipelined pipelining pkcs place plain please plus pm policy poly1305 pool pop pop3 port ports possible post postmaster
        powershell pre-authenticated preauth precision preferences present press previous prior private privilege privileges problem proceed process processed processing program
        prohibited properly prot protected provided provider proxies proxy public purpose put queue quick quota quotas raise range ranges rate raw re reach reached read read-only
        read-write reading ready real reason reauthenticate received recent recipient reconnect record recover recovered reduce reference referrals referred refresh refused regards
        register regular rejected relies reload remaining remember remote removal remove removed rename renamed renaming renumbered repeat repetitions replace replacing reply
        report reports request requested requests require required requires reserved reset resource resources respond response responses rest restart restored restricted result
        results resume retry return returned rev1 rev2 revoked rfc rfc3501 rfc9051 rights role room root row rsa rule rules run running runspaces safe said same sasl sasl-ir sat
        saturday save saved savedate say says scan scanned scope scram script sdbox search searched sec second seconds secs secure security see select selectable selected selecting
        send sender sending sends sent sep separator september sequence sequences server servers service services session sessions set setting settings setup seven several sha sha1
        sha256 sha384 sha512 shall shared she short should shouldn shouldn't shows shut shutdown shutting sign signature signed silence silent simple simultaneous since single site
        six size skip sleep slow smaller smtp sni so socks solaris solution some somebody someone something source space spam speak speaks special specialuse specific specified
        spelling ssl ssl3 stalled stalwart stand standard stands start started starting starts starttls starttlsport state status stay still stood stop stopped stopping storage
        store stored stream string strong subject subscribe subscribed subscription success successful successfully such suffix suggested sun sunday support supported supports
        suspended switched synchronization synchronize syntax system table tag take taken takes tampered tampering tcp tell temp temporarily temporary ten term terminate terminated
        terminating termination test text texts than thank thanks that that's the their them then there there's these they think third this thread three throttle throttled through
        thu thumbprint thursday ticket time timed timeout title tls tls12 tls13 to today token tokens told tomorrow too took top total trash trouble truncated trusted try trying
        tue tuesday turned two type ubuntu uid uidplus uids uidvalidity unable unauthenticated unauthorized unavailable undefined under understand unexpected unexpectedly unique
        unix unknown unless unlock unlocked unnecessary unreachable unread unreadable unrecognized unseen unselect unselected unsubscribed unsupported untagged until unused up
        update updated upgrade upload upper url us usable usage use user username users uses using utc utf utf7 utf8 valid validate validated validation validity value values
        variables ve verification verified verify version very via view violation visit volume wait waiting wanted warning was wasn wasn't watch way we web website wed wednesday
        week weeks welcome went were weren weren't what when where whether which while who whose why wildcards will windows with within without won won't word would wouldn wouldn't
        write writes written wrong x509 xoauth2 yahoo year years yes yesterday yet you you're you've your yours zero highest messageset zimbra zoho
        authority connected issuer pinned records referral remembered revocation suite trusts waits waived
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    public static bool Contains(string word) => Words.Contains(word);
}
