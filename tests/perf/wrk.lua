-- What wrk measured, as a line of JSON: its own report rounds. With an argument,
-- each connection pauses before each request, for as many milliseconds on average.
function init(arguments)
  if arguments[1] then
    local longest = 2 * tonumber(arguments[1])
    delay = function() return math.random(0, longest) end
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"median":%.9f,"rate":%.3f,"failures":%d}\n',
    latency:percentile(50) / 1e6,
    summary.requests / (summary.duration / 1e6),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
