namespace ImapPS.Client.Checkpoints;

/// <summary>What counts as taken.</summary>
public enum CheckpointMode
{
    /// <summary>A message that the pipeline has taken. After a crash the last ones may come again; none is left out.</summary>
    AtLeastOnce,

    /// <summary>A message that was saved as taken, and nothing else.</summary>
    Manual,
}
