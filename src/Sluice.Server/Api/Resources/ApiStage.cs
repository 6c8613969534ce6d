using System.Diagnostics;
using System.Text.Json;
using Sluice.Engine.Instances;
using Sluice.Engine.Stages;
using Sluice.Server.Api.OpenApi;

namespace Sluice.Server.Api.Resources;

/// <summary>A stage in the history of an instance.</summary>
/// <param name="Name">RunSend, RunDelay, RunWaitEvent, RunUpdate, RunNoop, RunHold, RunConfirmHold or RunVoidHold.</param>
/// <param name="Input">What the stage was asked to do, variables and defaults filled in; as written when they could not be.</param>
/// <param name="Error">The error it ended with.</param>
/// <param name="Terminated">Whether it has ended.</param>
/// <param name="StartedAt">When it started.</param>
/// <param name="TerminatedAt">When it ended.</param>
internal sealed record ApiStage(
    string Name,
    [property: SchemaOf(
        typeof(SendStage), typeof(DelayStage), typeof(WaitEventStage), typeof(UpdateStage), typeof(NoopStage),
        typeof(HoldStage), typeof(ConfirmHoldStage), typeof(VoidHoldStage))]
    object Input,
    string? Error,
    bool Terminated,
    DateTimeOffset StartedAt,
    DateTimeOffset? TerminatedAt)
{
    public static ApiStage Of(StageHistory stage)
    {
        var (name, input) = stage.Input is { } resolved ? Resolved(resolved, StageRetry.Of(stage.Retry)) : Rejected(stage);
        return new ApiStage(name, input, stage.Error, stage.TerminatedAt is not null, stage.StartedAt, stage.TerminatedAt);
    }

    private static (string Name, object Input) Resolved(StageInput input, StageRetry? retry) => input switch
    {
        SendInput send => ("RunSend", SendStage.Of(send, retry)),
        DelayInput delay => ("RunDelay", new DelayStage(delay.Duration?.ToString(), delay.Until)),
        WaitEventInput wait => ("RunWaitEvent", new WaitEventStage(wait.Event, wait.Timeout?.ToString())),
        UpdateInput update => ("RunUpdate", new UpdateStage(update.Account, retry)),
        NoopInput => ("RunNoop", NoopStage.Instance),
        HoldInput hold => ("RunHold", HoldStage.Of(hold, retry)),
        Engine.Stages.ConfirmHoldInput confirm =>
            ("RunConfirmHold", new ConfirmHoldStage(confirm.Hold, confirm.Amount, confirm.Final ? true : null, retry)),
        VoidHoldInput hold => ("RunVoidHold", new VoidHoldStage(hold.Hold, retry)),
        _ => throw new UnreachableException($"the history has no shape for {input.GetType().Name}"),
    };

    // SDKs take the input apart as an object whatever it was meant to be.
    private static (string Name, object Input) Rejected(StageHistory stage) =>
        (NameOf(stage.RejectedKind!), stage.RejectedContent is { ValueKind: JsonValueKind.Object } content ? content : NoopStage.Instance);

    private static string NameOf(string kind) => kind switch
    {
        "send" => "RunSend",
        "delay" => "RunDelay",
        "wait_event" => "RunWaitEvent",
        "update" => "RunUpdate",
        "hold" => "RunHold",
        "confirm_hold" => "RunConfirmHold",
        "void_hold" => "RunVoidHold",
        _ => "RunNoop",
    };
}
