namespace ImapPS;

/// <summary>Those that tests name.</summary>
[Flags]
internal enum UnixFileMode
{
    UserExecute = 64,
    UserWrite = 128,
    UserRead = 256,
}
