using System.Collections;
using System.Management.Automation;

namespace ImapPS.Commands;

/// <summary>Takes header conditions as a hashtable or as 'Name: text', and makes the latter of the former.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HeaderConditionAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        return value switch
        {
            IDictionary table => table.Cast<DictionaryEntry>().SelectMany(static e => Values(e.Value).Select(v => $"{e.Key}: {v}")).ToArray(),
            object?[] many => many.SelectMany(item => (IEnumerable<string>)(Transform(engineIntrinsics, item) is string[] texts ? texts : [])).ToArray(),
            null => null,
            _ => new[] { value.ToString() ?? "" },
        };
    }

    private static object?[] Values(object? value) => value is object?[] many ? many : [value];
}
