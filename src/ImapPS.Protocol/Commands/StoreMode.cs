namespace ImapPS.Protocol.Commands;

/// <summary>What STORE does with its flags.</summary>
public enum StoreMode
{
    Replace,
    Add,
    Remove,
}
