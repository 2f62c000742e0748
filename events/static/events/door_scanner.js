/* What does the camera see? The text of each QR, once: by the browser's own reader, or by jsQR where it has none. */
"use strict";

door.scanner = function ({ video, reader, found, failed }) {
  const WIDTH = 640;
  const PAUSE = 120; // milliseconds between two looks
  const AGAIN = 3000; // the same ticket before the camera counts as shown once for so long
  const canvas = document.createElement("canvas");
  let stream = null;
  let last = { text: "", at: 0 };

  const readerLoaded = () =>
    new Promise((resolve, reject) => {
      if (window.jsQR) return resolve();
      const script = document.createElement("script");
      script.src = reader;
      script.onload = resolve;
      script.onerror = reject;
      document.head.append(script);
    });

  async function detector() {
    if ("BarcodeDetector" in window) {
      try {
        if ((await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
          const own = new BarcodeDetector({ formats: ["qr_code"] });
          return async () => (await own.detect(video)).map((one) => one.rawValue)[0];
        }
      } catch {
        // A browser that has the name but not the thing.
      }
    }
    await readerLoaded();
    return async () => {
      const scale = Math.min(1, WIDTH / video.videoWidth);
      canvas.width = Math.round(video.videoWidth * scale);
      canvas.height = Math.round(video.videoHeight * scale);
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      pen.drawImage(video, 0, 0, canvas.width, canvas.height);
      const picture = pen.getImageData(0, 0, canvas.width, canvas.height);
      return jsQR(picture.data, picture.width, picture.height)?.data;
    };
  }

  async function look(detect) {
    if (!stream) return;
    if (video.videoWidth) {
      const text = await detect().catch(() => undefined);
      if (text && (text !== last.text || Date.now() - last.at > AGAIN)) {
        navigator.vibrate?.(60);
        found(text);
      }
      if (text) last = { text, at: Date.now() };
    }
    setTimeout(look, PAUSE, detect);
  }

  return {
    async start() {
      try {
        const detect = await detector();
        stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
        video.srcObject = stream;
        await video.play();
        look(detect);
      } catch {
        this.stop();
        failed();
      }
    },
    stop() {
      stream?.getTracks().forEach((track) => track.stop());
      stream = null;
      video.srcObject = null;
    },
  };
};
