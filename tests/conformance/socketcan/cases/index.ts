import './contract.case.js';
import './trouble.case.js';
import './kernel-iso-tp.case.js';
import './car.case.js';
