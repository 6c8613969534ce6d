namespace Sluice.Sandbox.Numscript.Syntax;

/// <summary>The types of values and variables.</summary>
internal enum ValueKind
{
    None,
    Account,
    Asset,
    Number,
    Monetary,
    Portion,
    String,
}
