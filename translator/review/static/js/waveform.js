/** Loudness over time of a short media file, decoded by the browser. */

const LARGEST_BYTES = 120 * 1024 * 1024;
const LONGEST_SECONDS = 20 * 60;
export const PEAKS_PER_SECOND = 100;

/** Returns peaks from 0 to 1, `PEAKS_PER_SECOND` of them; null if the file is too long or not understood. */
export async function loadPeaks(seconds) {
  if (!seconds || seconds > LONGEST_SECONDS) return null;
  try {
    const response = await fetch("/media");
    if (!response.ok || Number(response.headers.get("content-length")) > LARGEST_BYTES) {
      response.body?.cancel();
      return null;
    }
    const context = new OfflineAudioContext(1, 1, 8000);
    const audio = await context.decodeAudioData(await response.arrayBuffer());
    return peaks(audio.getChannelData(0), audio.sampleRate);
  } catch {
    return null;
  }
}

function peaks(samples, rate) {
  const step = rate / PEAKS_PER_SECOND;
  const found = new Float32Array(Math.ceil(samples.length / step));
  let highest = 1e-6;
  for (let i = 0; i < found.length; i++) {
    const end = Math.min(samples.length, Math.floor((i + 1) * step));
    let peak = 0;
    for (let j = Math.floor(i * step); j < end; j++) peak = Math.max(peak, Math.abs(samples[j]));
    found[i] = peak;
    highest = Math.max(highest, peak);
  }
  return found.map((peak) => peak / highest);
}
