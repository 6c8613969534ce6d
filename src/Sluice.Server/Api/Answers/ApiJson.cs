using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Engine.Json;
using Sluice.Server.Api.Errors;
using Sluice.Server.Api.Paging;
using Sluice.Server.Api.Resources;

namespace Sluice.Server.Api.Answers;

/// <summary>
/// How answers are written. A member that is null is left out, because SDKs reject null where they expect a value; the few that
/// must be null on the wire say so themselves.
/// </summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(BigIntegerJsonConverter), typeof(TimestampConverter)])]
[JsonSerializable(typeof(ApiError))]
[JsonSerializable(typeof(ServerInfo))]
[JsonSerializable(typeof(ServerHealth))]
[JsonSerializable(typeof(Data<ApiWorkflow>))]
[JsonSerializable(typeof(Data<IAsyncEnumerable<ApiWorkflow>>))]
[JsonSerializable(typeof(Cursor<ApiWorkflow>))]
[JsonSerializable(typeof(Data<ApiInstance>))]
[JsonSerializable(typeof(Data<IAsyncEnumerable<ApiInstance>>))]
[JsonSerializable(typeof(Cursor<ApiInstance>))]
[JsonSerializable(typeof(Data<IReadOnlyList<ApiStage>>))]
[JsonSerializable(typeof(Data<IReadOnlyList<ApiActivity<ApiTransaction>>>))]
[JsonSerializable(typeof(Data<IReadOnlyList<ApiActivity<IReadOnlyList<ApiTransaction>>>>))]
[JsonSerializable(typeof(SendStage))]
[JsonSerializable(typeof(DelayStage))]
[JsonSerializable(typeof(WaitEventStage))]
[JsonSerializable(typeof(UpdateStage))]
[JsonSerializable(typeof(NoopStage))]
[JsonSerializable(typeof(HoldStage))]
[JsonSerializable(typeof(ConfirmHoldStage))]
[JsonSerializable(typeof(VoidHoldStage))]
[JsonSerializable(typeof(Data<ApiTrigger>))]
[JsonSerializable(typeof(Data<IAsyncEnumerable<ApiTrigger>>))]
[JsonSerializable(typeof(Cursor<ApiTrigger>))]
[JsonSerializable(typeof(Data<IAsyncEnumerable<ApiOccurrence>>))]
[JsonSerializable(typeof(Cursor<ApiOccurrence>))]
[JsonSerializable(typeof(Data<ApiTriggerTest>))]
[JsonSerializable(typeof(Cursor<ApiParkedMessage>))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(BigInteger))]
internal sealed partial class ApiJson : JsonSerializerContext;
