using System.Collections.Immutable;
using Sluice.Sandbox.Ledger.Model;

namespace Sluice.Sandbox.Numscript.Evaluation;

/// <summary>What a script wants done.</summary>
internal sealed record ScriptOutcome(
    ImmutableArray<Posting> Postings, Metadata Metadata, ImmutableSortedDictionary<string, Metadata> AccountMetadata);
