using System.Text.RegularExpressions;

namespace ImapPS.Protocol.Transcripts;

/// <summary>What anybody may say in IMAP without telling anything of himself: its words, numbers, dates, sections.</summary>
internal static class ProtocolWords
{
    private static readonly HashSet<string> Words = new(
        """
        NIL OK NO BAD BYE PREAUTH
        ACL ADDTO ALL ANNOTATE ANNOTATION ANSWERED APPEND APPENDLIMIT ATTACHMENT AUTHENTICATE BASE64 BCC BEFORE BINARY BODY BODYSTRUCTURE CAPABILITY CATENATE CC CHANGEDSINCE CHARSET CHECK
        CHILDINFO CHILDREN CLOSE COMPRESS CONDSTORE CONTEXT CONVERT COPY COUNT CREATE CREATE-SPECIAL-USE DATE DEFLATE DELETE DELETED DELETEACL DELETED-STORAGE DEPTH DISPLAYFROM DISPLAYTO DONE DRAFT
        EARLIER EMAILID ENABLE ENABLED ENVELOPE ESEARCH EXAMINE EXISTS EXPUNGE FAST FETCH FILTER FIRST FLAGGED FLAGS FLAGS.SILENT FROM FULL FUZZY GENURLAUTH GETACL GETMETADATA GETQUOTA GETQUOTAROOT HEADER
        HIGHESTMODSEQ ID IDLE IMAP4REV1 IMAP4REV2 IN INBOXES INFINITY INTERNALDATE KEYWORD LANGUAGE LARGER LAST LAZY LIST LISTRIGHTS LOGIN LOGOUT LSUB MAILBOX MAILBOXES MAILBOXID MAX MAXSIZE
        MESSAGE MESSAGES METADATA MIN MODSEQ MOVE MYRIGHTS NAMESPACE NEW NONE NOOP NOT NOTIFY OLD OLDER OLDNAME ON OR ORDEREDSUBJECT PARTIAL PERSONAL PREVIEW QRESYNC QUOTA QUOTAROOT RECENT
        RECURSIVEMATCH REFERENCES REFS RELEVANCY REMOTE REMOVEFROM RENAME REPLACE RETURN REVERSE RFC822 RFC822.HEADER RFC822.SIZE RFC822.TEXT SAVE SAVEDATE SAVEDBEFORE SAVEDON SAVEDSINCE SEARCH
        SEEN SELECT SELECTED SELECTED-DELAYED SENTBEFORE SENTON SENTSINCE SET SETACL SETMETADATA SETQUOTA SINCE SIZE SMALLER SORT SPECIAL-USE STARTTLS STATUS STORAGE STORE SUBJECT SUBSCRIBE
        SUBSCRIBED SUBTREE SUBTREE-ONE TAG TEXT THREAD THREADID TO UID UIDNEXT UIDONLY UIDVALIDITY UNANSWERED UNCHANGEDSINCE UNDELETED UNDRAFT UNFLAGGED UNKEYWORD UNSEEN UNSELECT UNSUBSCRIBE
        UPDATE URL US-ASCII USE UTF-8 UTF8 UTF8=ACCEPT VANISHED X-GM-LABELS X-GM-MSGID X-GM-RAW X-GM-THRID XLIST YOUNGER
        \* \All \AllMail \Answered \Archive \Deleted \Draft \Drafts \Flagged \HasChildren \HasNoChildren \Important \Inbox \Junk \Marked \Memos \NoInferiors \NonExistent \NoSelect \Recent \Remote
        \Scheduled \Seen \Sent \Snoozed \Spam \Starred \Subscribed \Trash \Unmarked
        ANONYMOUS CRAM-MD5 DIGEST-MD5 EXTERNAL GSSAPI NTLM OAUTHBEARER PLAIN SCRAM-SHA-1 SCRAM-SHA-1-PLUS SCRAM-SHA-256 SCRAM-SHA-256-PLUS SCRAM-SHA-512 SCRAM-SHA-512-PLUS SPNEGO XOAUTH2
        ANNOTATIONCHANGE FLAGCHANGE MAILBOXMETADATACHANGE MAILBOXNAME MESSAGEEXPUNGE MESSAGENEW SERVERMETADATACHANGE SUBSCRIPTIONCHANGE
        ALERT ALREADYEXISTS APPENDUID AUTHENTICATIONFAILED AUTHORIZATIONFAILED BADCHARSET BADCOMPARATOR BADEVENT BADURL CANNOT CLIENTBUG CLOSED COMPRESSIONACTIVE CONTACTADMIN COPYUID CORRUPTION
        EXPIRED EXPUNGEISSUED HASCHILDREN INPROGRESS INUSE LIMIT LONGENTRIES MAXCONVERTMESSAGES MODIFIED NEWNAME NOMODSEQ NONEXISTENT NOPERM NOPRIVATE NOQUOTA NOTIFICATIONOVERFLOW NOTSAVED NOUPDATE
        OVERQUOTA PARSE PERMANENTFLAGS PRIVACYREQUIRED READ-ONLY READ-WRITE REFERRAL SERVERBUG TEMPFAIL THROTTLED TOOBIG TOOMANY TRYCREATE UIDNOTSTICKY UIDREQUIRED UNAVAILABLE UNDEFINED-FILTER
        UNAUTHENTICATE UNKNOWN-CTE URLFETCH URLMECH USEATTR WEBALERT
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    // sequence-set, and ranges of PARTIAL ; date ; section, partial
    private static readonly Regex Shape = new(
        @"^(?:[0-9:,*-]+|\d{1,2}-[A-Za-z]{3}-\d{4}|(?:BODY|BINARY)(?:\.PEEK|\.SIZE)?\[(?:\d{1,9}\.){0,100}(?:\d{1,9}|HEADER(?:\.FIELDS(?:\.NOT)?)?|TEXT|MIME)?(?: \([A-Za-z0-9_"" -]{0,2000}\))?\](?:<\d{1,12}(?:\.\d{1,12})?>)?)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    // capability = ("AUTH=" auth-type) / atom ; what stands in one of the server's own may be anything.
    private static readonly Regex CapabilityShape = new(@"^(?:X[A-Z0-9=+_-]{0,60}|(?!X)[A-Z][A-Z0-9+_-]{0,40}(?:=[A-Za-z0-9+:_-]{1,40})?|IMAP4rev[12])$", RegexOptions.CultureInvariant);

    private static readonly Regex ExtensionShape = new("^X[A-Z0-9-]{1,40}$", RegexOptions.CultureInvariant);

    // flag = "\" atom / flag-keyword ; and "\*"
    private static readonly Regex FlagShape = new(@"^(?:\\\*|\\?[^\s\\()\[\]{}%*""\p{C}]+)$", RegexOptions.CultureInvariant);

    private static readonly Regex TagShape = new(@"^(?:[*+]|[A-Za-z]{0,6}\.?\d{1,10})$", RegexOptions.CultureInvariant);

    private static readonly Regex CharsetShape = new(
        "^(?:US-ASCII|ASCII|UTF-?[0-9]{1,2}|ISO-[0-9]{4}(?:-[A-Z0-9]{1,2}|-JP-[0-9])?(?:-[A-Z])?|WINDOWS-[0-9]{3,4}|CP[0-9]{3,5}|IBM[0-9]{3,5}|KOI8-[RU]|GB2312|GBK|GB18030|BIG5|EUC-(?:JP|KR|TW|CN)|SHIFT_JIS|TIS-620|MACINTOSH|HZ-GB-2312)$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static readonly Regex RightsShape = new(@"^[+-]?[lrswipkxtecdan0-9]{0,24}$", RegexOptions.CultureInvariant);

    /// <summary>Whether a word is one of the protocol's, or a number, a date, a flag of the system's.</summary>
    public static bool Contains(string word) => Words.Contains(word.TrimStart('+', '-')) || Shape.IsMatch(word);

    public static bool IsCapability(string word) => CapabilityShape.IsMatch(word);

    /// <summary>Whether it is called as experiments are (RFC 9051 section 6.5.1).</summary>
    public static bool IsExtension(string word) => ExtensionShape.IsMatch(word);

    /// <summary>Whether it looks like the tags that clients make.</summary>
    public static bool IsTag(string word) => TagShape.IsMatch(word);

    public static bool IsCharset(string word) => CharsetShape.IsMatch(word);

    public static bool IsFlag(string word) => FlagShape.IsMatch(word);

    /// <summary>Whether it is made of letters for rights (RFC 4314 section 2.1).</summary>
    public static bool IsRights(string word) => RightsShape.IsMatch(word);
}
