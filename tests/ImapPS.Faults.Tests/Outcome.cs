namespace ImapPS.Faults.Tests;

/// <summary>What the engine told of an operation; a test holds it against what is there.</summary>
internal enum Outcome
{
    /// <summary>It was done, wholly and once.</summary>
    Done,

    /// <summary>It was not done, and the error says so.</summary>
    NotDone,

    /// <summary>Of some messages it can't be told.</summary>
    Unknown,

    /// <summary>It was ended for another reason than the loss: UIDVALIDITY is another one now.</summary>
    Refused,
}
