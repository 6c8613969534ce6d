using System.Diagnostics;

namespace Sluice.Engine.Stages.Programs;

/// <summary>
/// A stage written top to bottom. It is resumed by running it again over the recorded outcomes, so it must be a pure function
/// of its arguments: the same input gives the same steps in the same order, for ever.
/// </summary>
/// <param name="input">What the stage is to do.</param>
/// <param name="startedAt">When the stage started.</param>
internal delegate IEnumerable<StageStep> StageProgram(StageInput input, DateTimeOffset startedAt);

/// <summary>
/// The stage programs by name and version. To change what a stage does, add a version and make it current; the old one stays,
/// for the instances that run it.
/// </summary>
internal static class StagePrograms
{
    private static readonly Dictionary<string, StageProgram> ByName = new(StringComparer.Ordinal)
    {
        ["send/1"] = (input, _) => SendProgram.Run((SendInput)input),
        ["delay/1"] = (input, startedAt) => DelayProgram.Run((DelayInput)input, startedAt),
        ["wait_event/1"] = (input, startedAt) => WaitEventProgram.Run((WaitEventInput)input, startedAt),
        ["update/1"] = (input, _) => UpdateProgram.Run((UpdateInput)input),
        ["noop/1"] = (_, _) => [],
        ["hold/1"] = (input, _) => HoldPrograms.Hold((HoldInput)input),
        ["confirm_hold/1"] = (input, _) => HoldPrograms.Confirm((ConfirmHoldInput)input),
        ["void_hold/1"] = (input, _) => HoldPrograms.Void((VoidHoldInput)input),
    };

    /// <summary>The program that stages starting now run.</summary>
    internal static string CurrentFor(StageInput input) => input switch
    {
        SendInput => "send/1",
        DelayInput => "delay/1",
        WaitEventInput => "wait_event/1",
        UpdateInput => "update/1",
        NoopInput => "noop/1",
        HoldInput => "hold/1",
        ConfirmHoldInput => "confirm_hold/1",
        VoidHoldInput => "void_hold/1",
        _ => throw new UnreachableException($"no program runs {input.GetType().Name}"),
    };

    /// <summary>The program of a recorded name.</summary>
    /// <returns>Null when this version of Sluice has no such program.</returns>
    internal static StageProgram? Find(string name) => ByName.GetValueOrDefault(name);
}
