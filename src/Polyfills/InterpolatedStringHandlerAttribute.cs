namespace System.Runtime.CompilerServices;

/// <summary>The compiler asks for it by name where a type takes the pieces of an interpolated string.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
internal sealed class InterpolatedStringHandlerAttribute : Attribute;
