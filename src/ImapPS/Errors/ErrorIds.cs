namespace ImapPS.Errors;

/// <summary>The errors that the module itself finds. Each has its text in Strings.resx; the id that a user sees begins with "ImapPS.".</summary>
internal static class ErrorIds
{
    public const string TranscriptNotReadable = nameof(TranscriptNotReadable);

    public const string NoSession = nameof(NoSession);

    public const string SessionNotFound = nameof(SessionNotFound);

    public const string SessionAmbiguous = nameof(SessionAmbiguous);

    public const string OtherSession = nameof(OtherSession);

    public const string NameInUse = nameof(NameInUse);

    public const string MessageNotFound = nameof(MessageNotFound);

    public const string InvalidUid = nameof(InvalidUid);

    public const string PartNotFound = nameof(PartNotFound);

    public const string InvalidPart = nameof(InvalidPart);

    public const string InvalidHeaderName = nameof(InvalidHeaderName);

    public const string InvalidTimeout = nameof(InvalidTimeout);

    public const string InvalidHeader = nameof(InvalidHeader);

    public const string SessionIsNoMailbox = nameof(SessionIsNoMailbox);

    public const string InvalidMailbox = nameof(InvalidMailbox);

    public const string InvalidSearch = nameof(InvalidSearch);

    public const string InvalidFilter = nameof(InvalidFilter);

    public const string MailboxNotFound = nameof(MailboxNotFound);

    public const string ClientCertificateInvalid = nameof(ClientCertificateInvalid);

    public const string UnknownLimit = nameof(UnknownLimit);

    public const string InvalidLimit = nameof(InvalidLimit);

    public const string NoCredential = nameof(NoCredential);

    public const string RemovedWithFilter = nameof(RemovedWithFilter);

    public const string ProxyCredentialAlone = nameof(ProxyCredentialAlone);

    public const string TokenScriptFailed = nameof(TokenScriptFailed);

    public const string TokenScriptEmpty = nameof(TokenScriptEmpty);

    public const string TokenScriptInvalid = nameof(TokenScriptInvalid);

    public const string EndpointNotFound = nameof(EndpointNotFound);

    public const string FileNotUsable = nameof(FileNotUsable);

    public const string FolderAmbiguous = nameof(FolderAmbiguous);

    public const string TestServerFailed = nameof(TestServerFailed);

    public const string InvalidTestTable = nameof(InvalidTestTable);

    public const string NoSuchTestUser = nameof(NoSuchTestUser);

    public const string TestMailboxNotFound = nameof(TestMailboxNotFound);

    public const string InvalidRequirement = nameof(InvalidRequirement);

    public const string RequirementNotMet = nameof(RequirementNotMet);

    public const string BodyNotRead = nameof(BodyNotRead);

    public const string MessageChanged = nameof(MessageChanged);

    public const string NothingToSet = nameof(NothingToSet);

    public const string LabelsContradict = nameof(LabelsContradict);

    public const string LabelsHaveNoSequence = nameof(LabelsHaveNoSequence);

    public const string InvalidReplace = nameof(InvalidReplace);

    public const string ReplaceTakesOne = nameof(ReplaceTakesOne);

    public const string InvalidFlag = nameof(InvalidFlag);

    public const string NoTrash = nameof(NoTrash);

    public const string AlreadyInTrash = nameof(AlreadyInTrash);

    public const string MessageNotUsable = nameof(MessageNotUsable);

    public const string CommandNotAllowed = nameof(CommandNotAllowed);

    public const string InvalidCommand = nameof(InvalidCommand);

    public const string NotAMove = nameof(NotAMove);

    public const string InvalidNameTemplate = nameof(InvalidNameTemplate);

    public const string NothingToSetOnMailbox = nameof(NothingToSetOnMailbox);

    public const string InboxNotRemovable = nameof(InboxNotRemovable);

    public const string GuessedMailbox = nameof(GuessedMailbox);

    public const string MailboxNotCounted = nameof(MailboxNotCounted);

    public const string MailboxHasChildren = nameof(MailboxHasChildren);

    public const string MailboxNotEmpty = nameof(MailboxNotEmpty);

    public const string WaitTimeout = nameof(WaitTimeout);

    public const string CheckpointNotPossible = nameof(CheckpointNotPossible);

    public const string CheckpointMissing = nameof(CheckpointMissing);

    public const string CheckpointNoFile = nameof(CheckpointNoFile);

    public const string MessageNotRead = nameof(MessageNotRead);
}
